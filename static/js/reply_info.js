import { gettext, ngettext } from "./i18n.js";
import { rate, seconds } from "./wording.js";

/** @import { ChatReply } from "./elements/chat_reply.js" */
/** @import { Generation, Settings } from "./events.js" */

const SAVED_WITHIN_MS = 500; // after its last word, usually

/**
 * Open what is known of a reply; from then on its button does so by itself, as browsers do it.
 * @param {HTMLButtonElement} button
 * @param {ChatReply} reply
 */
export function openInfo(button, reply) {
  if (button.popoverTargetElement) return;
  const info = document.createElement("div");
  info.className = "reply-info";
  info.popover = "auto";
  info.tabIndex = -1;
  info.autofocus = true; // so that it is read, and Esc leads back to the button
  info.setAttribute("role", "dialog");
  info.setAttribute("aria-label", gettext("About this reply"));
  info.addEventListener("beforetoggle", () => fill(info, reply));
  button.after(info);
  button.popoverTargetElement = info;
  button.click(); // not showPopover: who opened it is where it stands
}

/**
 * @param {HTMLElement} info
 * @param {ChatReply} reply
 */
function fill(info, reply) {
  const { generation } = reply;
  if (generation?.status === "active") setTimeout(() => fill(info, reply), SAVED_WITHIN_MS);
  const list = document.createElement("dl");
  for (const [name, value] of infoRows(generation)) {
    const row = document.createElement("div");
    const [term, words] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = name;
    words.textContent = value;
    row.append(term, words);
    list.append(row);
  }
  info.replaceChildren(list);
}

/**
 * @param {Generation | null} generation
 * @returns {[string, string][]} what it is, and what is known of it
 */
export function infoRows(generation) {
  if (!generation || generation.status === "active") {
    return [[gettext("Just ended"), gettext("Its figures come in a moment.")]];
  }
  const { usage } = generation;
  /** @type {[string, string | null][]} */
  const rows = [
    [gettext("Model"), modelWords(generation)],
    [gettext("Ended"), endWords(generation)],
    [gettext("First token"), measured(generation.ttft_seconds)],
    [gettext("Speed"), speedWords(generation.tokens_per_second)],
    [gettext("Waited in the queue"), measured(generation.queue_seconds)],
    [gettext("Prompt"), tokens(generation.prompt_token_count)],
    [gettext("of it from the cache"), tokens(usage.cached_prompt_token_count)],
    [gettext("Reply"), tokens(generation.completion_token_count)],
    [gettext("of it reasoning"), tokens(usage.reasoning_token_count)],
    [gettext("Made after the stop"), tokens(usage.tokens_after_stop)],
    [gettext("Slot free after the stop"), measured(usage.freed_after_seconds)],
    [gettext("Sampling"), samplingWords(generation.sampling)],
  ];
  return /** @type {[string, string][]} */ (rows.filter(([, words]) => words !== null));
}

/** @param {Generation} generation */
function modelWords({ model, revision }) {
  if (!model) return null;
  return revision ? gettext("{model}, revision {revision}", { model, revision }) : model;
}

/** @param {Generation} generation */
function endWords({ status, finish_reason: reason, error_type: error }) {
  if (status === "failed") return gettext("with an error ({error})", { error: error ?? "" });
  /** @type {Record<string, string>} */
  const words = {
    stop: gettext("by itself"),
    length: gettext("at its length limit"),
    tool_calls: gettext("with calls of tools"),
    stopped: gettext("stopped by you"),
  };
  return words[reason ?? ""] ?? reason;
}

/** @param {number | null} value */
function speedWords(value) {
  return value === null ? null : gettext("{rate} tokens/s", { rate: rate(value) });
}

/** @param {number | null | undefined} value in seconds */
function measured(value) {
  return value === null || value === undefined ? null : seconds(value);
}

/** @param {number | null | undefined} count */
function tokens(count) {
  if (count === null || count === undefined) return null;
  return ngettext("{count} token", "{count} tokens", count);
}

/** @param {Settings["sampling"]} sampling */
function samplingWords(sampling) {
  const values = Object.entries(sampling).map(
    ([name, value]) => `${name} ${JSON.stringify(value)}`,
  );
  return values.length ? values.join(", ") : gettext("the model's own");
}
