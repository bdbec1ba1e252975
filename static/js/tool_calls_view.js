import { gettext } from "./i18n.js";

/** @import { ToolCall } from "./events.js" */

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

  #draw() {
    this.#frame = 0;
    this.#root.hidden = this.#calls.length === 0;
    for (const card of this.#cards.splice(this.#calls.length)) card.element.remove();
    this.#calls.forEach((call, place) => {
      this.#cards[place] ??= new Card(this.#root);
      this.#cards[place].show(call, this.#isActive && place === this.#calls.length - 1);
    });
  }
}

class Card {
  element = document.createElement("details");
  #name = document.createElement("span");
  #state = document.createElement("span");
  #code = document.createElement("pre");
  #told = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    const summary = document.createElement("summary");
    this.element.className = "tool-call";
    this.#name.className = "tool-call-name";
    this.#state.className = "tool-call-state";
    this.#code.tabIndex = 0;
    this.#code.dir = "ltr";
    summary.append(this.#name, this.#state);
    this.element.append(summary, this.#code);
    root.append(this.element);
  }

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
