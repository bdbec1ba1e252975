/** Waiting times between attempts: doubled each time, with jitter so that a crowd of pages
 * does not come back in the same instant after a restart of the server. */

const FIRST_SECONDS = 0.5;
const LONGEST_SECONDS = 20; // a reader who waits should see it try

/**
 * @param {number} attempt 0 for the first
 * @param {() => number} random 0..1
 */
export function backoffSeconds(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** attempt);
  return ceiling / 2 + (random() * ceiling) / 2;
}
