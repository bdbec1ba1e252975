/** Waiting times between attempts: up to twice as long each time, and anywhere below that, so that a
 * crowd of pages does not come back in the same instant after a restart of the server. */

const FIRST_SECONDS = 1;
const LONGEST_SECONDS = 20; // a reader who waits should see it try
const SHORTEST_SECONDS = 0.1;
const HINT = /^reconnect after (\d+(?:\.\d+)?) s$/;

/**
 * @param {number} attempt 0 for the first
 * @param {() => number} random 0..1
 */
export function backoffSeconds(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** attempt);
  return Math.max(SHORTEST_SECONDS, random() * ceiling);
}

/**
 * When the server that goes away wants this page back; it tells every page another time.
 * @param {string} reason of the close
 * @returns {number | null}
 */
export function hintedSeconds(reason) {
  const found = HINT.exec(reason);
  return found ? Math.min(LONGEST_SECONDS, Number(found[1])) : null;
}
