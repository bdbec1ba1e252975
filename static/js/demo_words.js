/** What the page of the two sides says, in words. Knows no DOM. */

import { gettext } from "./i18n.js";
import { withDigits } from "./wording.js";

/** @import { Stopwatch } from "./stopwatch.js" */

const NEARLY = 0.2; // the share by which two times may differ that are told as about the same

/** @param {number} milliseconds */
export function clockWords(milliseconds) {
  const seconds = milliseconds / 1000;
  return gettext("{count} s", { count: withDigits(seconds, seconds < 100 ? 2 : 0) });
}

/** @param {number | null} rate */
export function rateWords(rate) {
  return rate === null ? "–" : withDigits(rate, rate < 10 ? 1 : 0);
}

/** @param {number} seconds */
export function comeBackWords(seconds) {
  return seconds > 0
    ? gettext("Try again in {seconds} s.", { seconds })
    : gettext("Try again now.");
}

/**
 * What there was to see, when both sides have ended.
 * @param {Stopwatch} whole
 * @param {Stopwatch} streamed
 * @returns {string} empty if they cannot be compared
 */
export function verdictWords(whole, streamed) {
  if (whole.untilFirst === null || streamed.untilFirst === null) return "";
  const times = { soon: clockWords(streamed.untilFirst), late: clockWords(whole.untilFirst) };
  return areNearlySame(whole.untilLast, streamed.untilLast)
    ? gettext(
        "With streaming you began to read after {soon}; without it you waited {late}. Both ended at about the same time: you only wait less.",
        times,
      )
    : gettext(
        "With streaming you began to read after {soon}; without it you waited {late}.",
        times,
      );
}

/**
 * @param {Stopwatch} whole
 * @param {Stopwatch} streamed
 */
export function stopWords(whole, streamed) {
  const ended = [whole, streamed].map((watch) => watch.untilLast ?? 0);
  const time = clockWords(Math.max(...ended));
  if (streamed.untilFirst === null) {
    return gettext("You stopped after {time}. Nothing was written yet.", { time });
  }
  if (whole.untilFirst !== null) return gettext("You stopped after {time}.", { time });
  return gettext(
    "You stopped after {time}. With streaming you keep what was written until then; without it there is nothing to keep.",
    { time },
  );
}

/**
 * @param {number | null} one
 * @param {number | null} other
 */
function areNearlySame(one, other) {
  if (one === null || other === null) return false;
  return Math.abs(one - other) <= NEARLY * Math.max(one, other);
}
