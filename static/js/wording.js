/** What the page says of a reply, in words. Knows no DOM. */

import { gettext } from "./i18n.js";

/** @import { Model, ReplyState } from "./events.js" */

/**
 * What a reply that has no text yet is waiting for.
 * @param {ReplyState} state
 * @param {Model | null} model
 */
export function waitingWords(state, model) {
  if (model?.state === "loading") return `Waiting for the model to load${percent(model)}`;
  if (model?.state === "failed") return "Waiting: the model could not be loaded";
  if (model?.state === "absent") {
    return gettext("Waiting: no worker serves {name} just now", { name: model.name });
  }
  if (state.phase === "queued" && state.waitsUntil !== null) {
    return placeWords(state.position + 1, (state.waitsUntil - Date.now()) / 1000);
  }
  if (state.phase === "queued" && state.position > 0) {
    return `Queued, ${count(state.position, "reply", "replies")} ahead`;
  }
  return state.phase === "writing" ? "Reading" : "Thinking";
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

/** @param {Model} model */
export function percent(model) {
  return model.progress === null ? "" : `, ${Math.floor(model.progress * 100)}%`;
}

/**
 * What to say under a reply that did not come to its natural end.
 * @param {ReplyState} state
 * @returns {string} empty if there is nothing to say
 */
export function endingWords(state) {
  if (state.phase === "failed") {
    return `The reply broke off. ${state.errorMessage ?? "Something went wrong."}`;
  }
  if (state.finishReason === "stopped") return "Stopped";
  if (state.finishReason === "length") return "The reply reached its length limit.";
  return "";
}

/**
 * @param {ReplyState} state
 * @returns {string} such as "0.42 s to first token · 38 tokens/s · 182 tokens"
 */
export function figureWords(state) {
  if (state.tokenCount === 0) return "";
  const parts = [];
  if (state.ttftSeconds !== null) parts.push(`${seconds(state.ttftSeconds)} to first token`);
  if (state.tokensPerSecond !== null) parts.push(`${rate(state.tokensPerSecond)} tokens/s`);
  if (state.tokenCount) parts.push(count(state.tokenCount, "token", "tokens"));
  return parts.join(" · ");
}

/** @param {number} turnCount */
export function leftOutWords(turnCount) {
  const turns = count(turnCount, "earlier turn was", "earlier turns were");
  return `${turns} left out: the conversation is longer than the model can read at once.`;
}

const SOON_SECONDS = 120;

/**
 * What to say of a queued message that could not be sent when its turn came.
 * @param {Date} notBefore when it is tried again
 */
export function triedAgainWords(notBefore) {
  if (notBefore.getTime() - Date.now() < SOON_SECONDS * 1000) {
    return "Queued. The site is busy, trying again soon";
  }
  const time = notBefore.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return `Queued. It will be sent at ${time}`;
}

/** @param {ReplyState} state */
export function announcementOfEnd(state) {
  if (state.phase === "failed") return endingWords(state);
  if (state.finishReason === "stopped") return "Reply stopped";
  return "Reply finished";
}

/**
 * @param {number} number
 * @param {string} one
 * @param {string} many
 */
export function count(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** @param {number} value */
export function seconds(value) {
  if (value < 1) return `${Math.max(1, Math.round(value * 1000))} ms`;
  return `${value.toFixed(value < 10 ? 2 : 0)} s`;
}

/** @param {number} value */
export function rate(value) {
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en");
}
