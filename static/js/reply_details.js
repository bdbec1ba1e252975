import { gettext, make, ngettext } from "./page.js";
import { rate, seconds } from "./wording.js";

/**
 * @import { ChatReply } from "./elements/chat_reply.js"
 * @import { Generation, Settings, ToolCall } from "./events.js"
 */

const FOLDED_CHARACTERS = 600; // what is longer is folded, unless it grew before its reader's eyes

/** The tools that a reply calls, one card for each, drawn once per frame. Knows no events. */
export class ToolCallsView {
  #root;
  /** @type {Card[]} */
  #cards = [];
  /** @type {ToolCall[]} */
  #calls = [];
  #isActive = false;
  #frame = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /**
   * @param {ToolCall[]} calls all of them, as far as they are known
   * @param {boolean} isActive the last of them may still grow
   */
  show(calls, isActive) {
    this.#calls = calls;
    this.#isActive = isActive;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #add() {
    const card = new Card();
    this.#root.append(card.element);
    return card;
  }

  #draw() {
    this.#frame = 0;
    this.#root.hidden = this.#calls.length === 0;
    for (const card of this.#cards.splice(this.#calls.length)) card.element.remove();
    this.#calls.forEach((call, place) => {
      this.#cards[place] ??= this.#add();
      this.#cards[place].show(call, this.#isActive && place === this.#calls.length - 1);
    });
  }
}

class Card {
  #name = make("span", { className: "tool-call-name" });
  #state = make("span", { className: "tool-call-state" });
  #code = make("pre", { tabIndex: 0, dir: "ltr" });
  element = make(
    "details",
    { className: "tool-call" },
    make("summary", {}, this.#name, this.#state),
    this.#code,
  );
  #told = "";

  /**
   * @param {ToolCall} call
   * @param {boolean} isGrowing
   */
  show({ name, arguments: text }, isGrowing) {
    const told = `${isGrowing} ${name} ${text}`;
    if (told === this.#told) return;
    const whole = isGrowing ? null : prettyJson(text);
    if (!this.#told) this.element.open = isGrowing || text.length <= FOLDED_CHARACTERS;
    this.#told = told;
    this.#name.textContent = gettext("Calls {name}", { name });
    this.#state.textContent = stateWords(isGrowing, whole !== null);
    this.element.toggleAttribute("data-growing", isGrowing);
    this.#draw(whole ?? text);
  }

  /** @param {string} text */
  #draw(text) {
    const shown = this.#code.textContent;
    if (text.startsWith(shown)) this.#code.append(text.slice(shown.length));
    else this.#code.textContent = text;
  }
}

/**
 * @param {boolean} isGrowing
 * @param {boolean} isWhole
 */
function stateWords(isGrowing, isWhole) {
  if (isGrowing) return gettext("Being written");
  return isWhole ? gettext("Complete") : gettext("Cut off");
}

/**
 * In lines that can be read, with every number and string as it was written.
 * @param {string} text
 * @returns {string | null} null: it is no JSON, or not whole
 */
export function prettyJson(text) {
  try {
    JSON.parse(text || "{}"); // a tool without arguments may be called with nothing at all
  } catch {
    return null;
  }
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  return text.replaceAll(
    /"(?:[^"\\]+|\\.)*"|([{[])\s*([}\]])|([{[])|([}\]])|(,)|(:)|\s+/g,
    (token, empty, end, opens, closes, comma, colon) => {
      if (empty) return empty + end;
      if (opens) depth += 1;
      if (closes) depth -= 1;
      if (closes) return line() + closes;
      if (opens || comma) return token + line();
      if (colon) return ": ";
      return token.startsWith('"') ? token : "";
    },
  );
}

const SAVED_WITHIN_MS = 500; // after its last word, usually

/**
 * Open what is known of a reply; from then on its button does so by itself, as browsers do it.
 * @param {HTMLButtonElement} button
 * @param {ChatReply} reply
 */
export function openInfo(button, reply) {
  if (button.popoverTargetElement) return;
  const info = make("div", {
    className: "reply-info",
    popover: "auto",
    tabIndex: -1,
    autofocus: true, // so that it is read, and Esc leads back to the button
    role: "dialog",
    ariaLabel: gettext("About this reply"),
  });
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
  const rows = infoRows(generation).map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value)),
  );
  info.replaceChildren(make("dl", {}, ...rows));
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
