/** What the page of the two sides says, in words. Knows no DOM. */

/** @import { Stopwatch } from "./stopwatch.js" */

const NEARLY = 0.2; // the share by which two times may differ that are told as about the same

/** @param {number} milliseconds */
export function clockWords(milliseconds) {
  const seconds = milliseconds / 1000;
  return `${seconds.toFixed(seconds < 100 ? 2 : 0)} s`;
}

/** @param {number | null} rate */
export function rateWords(rate) {
  return rate === null ? "–" : rate.toFixed(rate < 10 ? 1 : 0);
}

/** @param {number} seconds */
export function comeBackWords(seconds) {
  return seconds > 0 ? `Try again in ${seconds} s.` : "Try again now.";
}

/**
 * What there was to see, when both sides have ended.
 * @param {Stopwatch} whole
 * @param {Stopwatch} streamed
 * @returns {string} empty if they cannot be compared
 */
export function verdictWords(whole, streamed) {
  if (whole.untilFirst === null || streamed.untilFirst === null) return "";
  const sooner =
    `With streaming you began to read after ${clockWords(streamed.untilFirst)}; ` +
    `without it you waited ${clockWords(whole.untilFirst)}.`;
  return areNearlySame(whole.untilLast, streamed.untilLast)
    ? `${sooner} Both ended at about the same time: you only wait less.`
    : sooner;
}

/**
 * @param {Stopwatch} whole
 * @param {Stopwatch} streamed
 */
export function stopWords(whole, streamed) {
  const ended = [whole, streamed].map((watch) => watch.untilLast ?? 0);
  const after = `You stopped after ${clockWords(Math.max(...ended))}.`;
  if (streamed.untilFirst === null) return `${after} Nothing was written yet.`;
  if (whole.untilFirst !== null) return after;
  return `${after} With streaming you keep what was written until then; without it there is nothing to keep.`;
}

/**
 * @param {number | null} one
 * @param {number | null} other
 */
function areNearlySame(one, other) {
  if (one === null || other === null) return false;
  return Math.abs(one - other) <= NEARLY * Math.max(one, other);
}
