/** What pages say of replies, in words. Knows no DOM. */
import { gettext, ngettext, number } from "./page.js";

/** @import { Model, ReplyState, ToolCall } from "./events.js" */

/**
 * What a reply that has no text yet is waiting for.
 * @param {ReplyState} state
 * @param {Model | null} model
 */
export function waitingWords(state, model) {
  if (model?.state === "loading") return loadingWords(model);
  if (model?.state === "failed") return gettext("Waiting: the model could not be loaded");
  if (model?.state === "absent") {
    return gettext("Waiting: no worker serves {name} just now", { name: model.name });
  }
  if (state.phase === "queued" && state.waitsUntil !== null) {
    return placeWords(state.position + 1, (state.waitsUntil - Date.now()) / 1000);
  }
  if (state.phase === "queued" && state.position > 0) {
    return ngettext("Queued, {count} reply ahead", "Queued, {count} replies ahead", state.position);
  }
  return state.phase === "writing" ? gettext("Reading") : gettext("Thinking");
}

/**
 * Roughly, so that the words stay for a while.
 * @param {number} place 1: the next
 * @param {number} left seconds
 */
function placeWords(place, left) {
  if (left < 3) return gettext("Place {place} in the queue, any moment now", { place });
  if (left < 57) {
    const step = left < 20 ? 5 : 10;
    const about = Math.ceil(left / step) * step;
    return gettext("Place {place} in the queue, about {seconds} s", { place, seconds: about });
  }
  const minutes = Math.ceil(left / 60 - 0.2);
  return gettext("Place {place} in the queue, about {minutes} min", { place, minutes });
}

/**
 * What stands over what the model thought.
 * @param {number | null} duration in seconds; null: nobody knows
 */
export function thoughtWords(duration) {
  if (duration === null) return gettext("Reasoning");
  const whole = Math.round(duration);
  if (whole < 1) return gettext("Thought for a moment");
  if (whole < 60) return gettext("Thought for {seconds} s", { seconds: whole });
  const [minutes, seconds] = [Math.floor(whole / 60), whole % 60];
  return gettext("Thought for {minutes} min {seconds} s", { minutes, seconds });
}

/** @param {Model} model */
function loadingWords({ progress }) {
  if (progress === null) return gettext("Waiting for the model to load");
  return gettext("Waiting for the model to load, {percent}", { percent: percent(progress) });
}

/** @param {number} progress 0..1 */
export function percent(progress) {
  return number(Math.floor(progress * 100) / 100, { style: "percent" });
}

/**
 * What to say under a reply that did not come to its natural end.
 * @param {ReplyState} state
 * @returns {string} empty if there is nothing to say
 */
export function endingWords(state) {
  if (state.phase === "failed") {
    const why = state.errorMessage ?? gettext("Something went wrong.");
    return gettext("The reply broke off. {why}", { why });
  }
  if (state.finishReason === "stopped") return gettext("Stopped");
  if (state.finishReason === "length") return gettext("The reply reached its length limit.");
  return "";
}

/**
 * @param {ReplyState} state
 * @returns {string} such as "0.42 s to first token · 38 tokens/s · 182 tokens"
 */
export function figureWords(state) {
  if (state.tokenCount === 0) return "";
  const parts = [];
  if (state.ttftSeconds !== null) {
    parts.push(gettext("{time} to first token", { time: seconds(state.ttftSeconds) }));
  }
  if (state.tokensPerSecond !== null) {
    parts.push(gettext("{rate} tokens/s", { rate: rate(state.tokensPerSecond) }));
  }
  if (state.tokenCount) parts.push(ngettext("{count} token", "{count} tokens", state.tokenCount));
  return parts.join(" · ");
}

/** @param {number} turnCount */
export function leftOutWords(turnCount) {
  return ngettext(
    "{count} earlier turn was left out: the conversation is longer than the model can read at once.",
    "{count} earlier turns were left out: the conversation is longer than the model can read at once.",
    turnCount,
  );
}

const SOON_SECONDS = 120;

/**
 * What to say of a queued message that could not be sent when its turn came.
 * @param {Date} notBefore when it is tried again
 */
export function triedAgainWords(notBefore) {
  if (notBefore.getTime() - Date.now() < SOON_SECONDS * 1000) {
    return gettext("Queued. The site is busy, trying again soon");
  }
  const time = notBefore.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return gettext("Queued. It will be sent at {time}", { time });
}

const SPOKEN_CHARACTERS = 100; // enough to know what it is about; the rest is there to be read

/**
 * What is spoken at the end.
 * @param {ReplyState} state
 * @param {string} text of the reply
 * @param {ToolCall[]} calls
 */
export function announcementOfEnd(state, text, calls = []) {
  if (state.phase === "failed") return endingWords(state);
  if (state.finishReason === "stopped") return gettext("Reply stopped");
  const words = text
    .slice(0, SPOKEN_CHARACTERS * 2)
    .replaceAll(/[*_`#>|~\s]+/g, " ")
    .trim();
  const cut = words.lastIndexOf(" ", SPOKEN_CHARACTERS);
  const beginning = words.length > SPOKEN_CHARACTERS && cut > 0 ? `${words.slice(0, cut)}…` : words;
  const names = calls.map((call) => call.name).join(", ");
  return calls.length
    ? gettext("Reply finished with calls of tools: {names}. {beginning}", { names, beginning })
    : gettext("Reply finished: {beginning}", { beginning });
}

/** @param {number} value */
export function seconds(value) {
  if (value < 1) return gettext("{count} ms", { count: Math.max(1, Math.round(value * 1000)) });
  const digits = value < 10 ? 2 : 0;
  return gettext("{count} s", { count: withDigits(value, digits) });
}

/** @param {number} value */
export function rate(value) {
  return withDigits(value, value < 10 ? 1 : 0);
}

/**
 * @param {number} value
 * @param {number} digits behind the point
 */
export function withDigits(value, digits) {
  return number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** What the page of the two sides says. */

const NEARLY = 0.2; // the share by which two times may differ that are told as about the same

/** @param {number} milliseconds */
export function clockWords(milliseconds) {
  const seconds = milliseconds / 1000;
  return gettext("{count} s", { count: withDigits(seconds, seconds < 100 ? 2 : 0) });
}

/** @param {number | null} value */
export function rateWords(value) {
  return value === null ? "–" : rate(value);
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

/** When the first words of an answer came and when its last. Knows no DOM; times in milliseconds. */
export class Stopwatch {
  #began = 0;
  /** @type {number | null} */
  #first = null;
  /** @type {number | null} */
  #last = null;

  /** @param {number} now */
  constructor(now) {
    this.#began = now;
  }

  /** @param {number} now */
  hear(now) {
    this.#first ??= now;
  }

  /** @param {number} now */
  end(now) {
    this.#last ??= now;
  }

  get hasEnded() {
    return this.#last !== null;
  }

  /** Until the first words; `null` if none came, or none yet. */
  get untilFirst() {
    return this.#first === null ? null : this.#first - this.#began;
  }

  /** Until the last words; `null` before. */
  get untilLast() {
    return this.#last === null ? null : this.#last - this.#began;
  }

  /** @param {number} now */
  elapsed(now) {
    return this.untilLast ?? now - this.#began;
  }

  /** @param {number} tokenCount @returns {number | null} over the whole time, waiting included */
  tokensPerSecond(tokenCount) {
    return this.untilLast ? (1000 * tokenCount) / this.untilLast : null;
  }
}
