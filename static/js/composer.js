import { gettext, need, sayIn } from "./page.js";

/**
 * @import { Drafts } from "./unsent.js"
 * @typedef {"send" | "stop" | "stopping"} Mode what the button does
 */

/**
 * The box at the bottom. Dispatches `send` with the text, `stop`, and `slash` while the text begins
 * with one. Knows no socket.
 */
export class Composer extends EventTarget {
  #form;
  #input;
  #button;
  #queueButton;
  #problem;
  #drafts;
  #conversation;
  /** @type {Mode} */
  #mode = "send";
  #canQueue = false;
  /** A text that was sent but not accepted keeps its place in the drafts. */
  #draftIsHeld = false;

  /**
   * @param {HTMLFormElement} form
   * @param {Drafts} drafts
   * @param {string | null} conversation
   */
  constructor(form, drafts, conversation) {
    super();
    this.#form = form;
    this.#input = need(form, "textarea");
    this.#button = need(form, "button.composer-main");
    this.#queueButton = need(form, "button.composer-queue");
    this.#problem = need(form, ".composer-problem");
    this.#drafts = drafts;
    this.#conversation = conversation;
    form.addEventListener("submit", (event) => this.#submitted(event));
    this.#input.addEventListener("keydown", (event) => this.#keyPressed(event));
    this.#input.addEventListener("input", () => this.#typed());
    // Another tab that sent its own text has emptied the draft that is for both.
    addEventListener("storage", () => drafts.read(this.#conversation) || this.#keep());
    this.#input.value ||= drafts.read(conversation);
    fitToText(this.#input);
    this.#showButton();
  }

  /** @param {Mode} mode */
  set mode(mode) {
    this.#mode = mode;
    if (mode === "send" && this.#problem.dataset.kind === "hint") this.showProblem("");
    this.#showButton();
  }

  /** @param {boolean} value whether a text that is written now can wait for the end of a reply */
  set canQueue(value) {
    this.#canQueue = value;
    this.#showButton();
  }

  get text() {
    return this.#input.value;
  }

  submit() {
    this.#form.requestSubmit();
  }

  /** The key to send may have been pressed before this module had come. */
  catchUp() {
    document.onkeydown = null;
    if (this.#form.hasAttribute("data-wants-to-send")) this.#wantsToSend();
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  /** Focus unless that would open a keyboard over what the reader came to read. */
  focusOnArrival() {
    if (!touch.matches) this.focus();
  }

  /** @param {string} text put where the reader can change it before sending */
  fill(text) {
    this.#input.value = text;
    this.#typed();
    this.focus();
  }

  /** @param {string} text that came back unsent: nothing typed meanwhile is lost either */
  giveBack(text) {
    const typed = this.text.trim();
    this.fill(typed && typed !== text ? `${text}\n\n${this.text}` : text);
  }

  /**
   * @param {string} words empty to clear
   * @param {"problem" | "hint"} kind a hint goes when it is no longer true
   */
  showProblem(words, kind = "problem") {
    this.#problem.dataset.kind = kind;
    sayIn(this.#problem, words);
  }

  /** @param {string} text that is already on its way, and so is not to be sent from here again */
  hold(text) {
    if (this.text.trim() !== text.trim()) return;
    this.#empty();
  }

  /**
   * What was sent is safe with the server: its draft may go.
   * @param {string} conversation where the composer writes from now on
   */
  accepted(conversation) {
    const moves = conversation !== this.#conversation;
    if (this.#draftIsHeld || moves) this.#drafts.write(this.#conversation, "");
    this.#draftIsHeld = false;
    this.#conversation = conversation;
    this.#keep();
  }

  #keep() {
    if (this.text) this.#drafts.write(this.#conversation, this.text);
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    if (this.#mode === "send" || event.submitter === this.#queueButton) this.#send();
    else if (this.#mode === "stop") this.dispatchEvent(new Event("stop"));
  }

  #send() {
    const text = withoutMargins(this.text);
    if (text === "") return;
    const excess = excessOf(this.text);
    if (excess > 0) {
      this.showProblem(tooLong(excess));
      return;
    }
    this.showProblem("");
    this.#empty();
    this.dispatchEvent(new CustomEvent("send", { detail: text }));
  }

  /** The draft stays in the storage until the server has accepted the text. */
  #empty() {
    this.#input.value = "";
    this.#draftIsHeld = true;
    fitToText(this.#input);
    this.#showButton();
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (!isSendKey(event)) return;
    event.preventDefault();
    this.#wantsToSend();
  }

  #wantsToSend() {
    if (this.#mode === "send") this.submit();
    else if (this.#canQueue) this.#send();
    else if (this.text.trim()) {
      this.showProblem(gettext("One at a time: what you typed stays here."), "hint");
    }
  }

  #typed() {
    this.showProblem("");
    this.#draftIsHeld = false;
    this.#drafts.write(this.#conversation, this.text);
    fitToText(this.#input);
    this.#showButton();
    if (this.text.startsWith("/")) this.dispatchEvent(new Event("slash"));
  }

  #showButton() {
    const isSending = this.#mode === "send";
    const label = {
      send: gettext("Send"),
      stop: gettext("Stop"),
      stopping: gettext("Stopping"),
    }[this.#mode];
    this.#button.dataset.mode = this.#mode;
    this.#button.ariaLabel = label;
    const keys = sendsWithCtrl() ? "Ctrl+Enter" : "Enter";
    this.#button.title = isSending ? gettext("Send ({keys})", { keys }) : gettext("Stop (Esc)");
    const hadFocus = document.activeElement === this.#button;
    this.#button.disabled = this.#mode === "stopping" || (isSending && !this.text.trim());
    if (hadFocus && this.#button.disabled) this.focusOnArrival(); // a keyboard is not left nowhere
    this.#queueButton.hidden = isSending || !this.#canQueue || !this.text.trim();
    showCount(need(this.#form, ".composer-count"), excessOf(this.text));
  }
}

/** What the boxes in which messages are written have in common. Knows no socket and no storage. */

export const LONGEST_TEXT = 32_768; // characters, as docs/protocol.md counts them
const COUNTED_BEFORE = 2_000; // the limit is shown to whoever comes near it
const KEY_CODE_OF_IME = 229; // Safari ends a composition before its Enter arrives

export const touch = matchMedia("(hover: none) and (pointer: coarse)");

/** As its writer wants it, see the settings page. */
export function sendsWithCtrl() {
  const composer = /** @type {HTMLElement | null} */ (document.querySelector(".composer"));
  return composer?.dataset.sendKey === "ctrl_enter";
}

/**
 * Enter sends: never while an IME composes, and on touch it breaks the line.
 * @param {KeyboardEvent} event
 */
export function isSendKey(event) {
  if (event.key !== "Enter" || event.shiftKey || event.altKey) return false;
  if (event.isComposing || event.keyCode === KEY_CODE_OF_IME) return false;
  const breaksLines = touch.matches || sendsWithCtrl();
  return !breaksLines || event.ctrlKey || event.metaKey;
}

/**
 * Grow with the text where CSS cannot do it.
 * @param {HTMLTextAreaElement} input
 */
export function fitToText(input) {
  if (CSS.supports("field-sizing", "content")) return;
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

/**
 * Characters over the limit, negative below it; counted exactly only where it matters.
 * @param {string} text
 * @param {number} longest
 */
export function excessOf(text, longest = LONGEST_TEXT) {
  const { length } = text;
  if (length < longest - COUNTED_BEFORE || length > 2 * longest) return length - longest;
  return [...text].length - longest;
}

/**
 * @param {HTMLElement} counter
 * @param {number} excess
 * @param {number} longest
 */
export function showCount(counter, excess, longest = LONGEST_TEXT) {
  counter.hidden = excess < -COUNTED_BEFORE;
  counter.toggleAttribute("data-over", excess > 0);
  counter.textContent =
    excess > 0
      ? gettext("{count} characters too long", { count: excess })
      : gettext("{count} of {limit}", { count: longest + excess, limit: longest });
}

/**
 * @param {number} excess
 * @param {number} longest
 */
export function tooLong(excess, longest = LONGEST_TEXT) {
  return gettext(
    "A message has at most {limit} characters, this one has {count}. Shorten it to send it.",
    { limit: longest, count: longest + excess },
  );
}

/**
 * @param {string} text as it was typed
 * @returns {string} without empty lines before it or blanks after it; what is indented stays so
 */
export function withoutMargins(text) {
  return text.replace(/^\s*\n|\s+$/g, "");
}
