import { withoutMargins } from "./margins.js";
import { need } from "./template.js";

/**
 * @import { Drafts } from "./drafts.js"
 * @typedef {"send" | "stop" | "stopping"} Mode what the button does
 */

export const LONGEST_TEXT = 32_768; // characters, as docs/protocol.md counts them
const COUNTED_FROM = LONGEST_TEXT - 2_000;
const KEY_CODE_OF_IME = 229; // Safari ends a composition before its Enter arrives
const WAIT_HINT = "The last message is still on its way; what you typed stays here.";

const touch = matchMedia("(hover: none) and (pointer: coarse)");

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
    this.#input = need(form, "textarea", HTMLTextAreaElement);
    this.#button = need(form, ".composer-main", HTMLButtonElement);
    this.#queueButton = need(form, ".composer-queue", HTMLButtonElement);
    this.#problem = need(form, ".composer-problem", HTMLElement);
    this.#drafts = drafts;
    this.#conversation = conversation;
    form.addEventListener("submit", (event) => this.#submitted(event));
    this.#input.addEventListener("keydown", (event) => this.#keyPressed(event));
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.value ||= drafts.read(conversation);
    this.#fit();
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
    const typed = this.#input.value.trim();
    this.fill(typed && typed !== text ? `${text}\n\n${this.#input.value}` : text);
  }

  /**
   * @param {string} words empty to clear
   * @param {"problem" | "hint"} kind a hint goes when it is no longer true
   */
  showProblem(words, kind = "problem") {
    this.#problem.dataset.kind = kind;
    this.#problem.textContent = words;
    this.#problem.hidden = words === "";
  }

  /** @param {string} text that is already on its way, and so is not to be sent from here again */
  hold(text) {
    if (this.#input.value.trim() !== text.trim()) return;
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
    if (this.#input.value) this.#drafts.write(conversation, this.#input.value);
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    if (this.#mode === "send" || event.submitter === this.#queueButton) this.#send();
    else if (this.#mode === "stop") this.dispatchEvent(new Event("stop"));
  }

  #send() {
    const text = withoutMargins(this.#input.value);
    if (text === "") return;
    const excess = this.#excess();
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
    this.#fit();
    this.#showButton();
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    if (event.isComposing || event.keyCode === KEY_CODE_OF_IME) return;
    if (touch.matches && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (this.#mode === "send") this.submit();
    else if (this.#canQueue) this.#send();
    else if (this.text.trim()) this.showProblem(WAIT_HINT, "hint");
  }

  #typed() {
    this.showProblem("");
    this.#draftIsHeld = false;
    this.#drafts.write(this.#conversation, this.#input.value);
    this.#fit();
    this.#showButton();
    if (this.text.startsWith("/")) this.dispatchEvent(new Event("slash"));
  }

  /** Grow with the text where CSS cannot do it. */
  #fit() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  #showButton() {
    const isSending = this.#mode === "send";
    const label = { send: "Send", stop: "Stop", stopping: "Stopping" }[this.#mode];
    this.#button.dataset.mode = this.#mode;
    this.#button.setAttribute("aria-label", label);
    this.#button.title = isSending ? "Send (Enter)" : "Stop (Esc)";
    const excess = this.#excess();
    this.#button.disabled = this.#mode === "stopping" || (isSending && !this.text.trim());
    this.#queueButton.hidden = isSending || !this.#canQueue || !this.text.trim();
    this.#showCount(excess);
  }

  /** @param {number} excess */
  #showCount(excess) {
    const counter = need(this.#form, ".composer-count", HTMLElement);
    const length = LONGEST_TEXT + excess;
    counter.hidden = length < COUNTED_FROM;
    counter.toggleAttribute("data-over", excess > 0);
    counter.textContent =
      excess > 0
        ? `${excess.toLocaleString("en")} characters too long`
        : `${length.toLocaleString("en")} of ${LONGEST_TEXT.toLocaleString("en")}`;
  }

  /** Characters over the limit; counted exactly only where it matters. */
  #excess() {
    const units = this.text.length;
    if (units < COUNTED_FROM) return units - LONGEST_TEXT;
    let characters = 0;
    for (const _ of this.text) characters += 1;
    return characters - LONGEST_TEXT;
  }
}

/** @param {number} excess */
function tooLong(excess) {
  const limit = LONGEST_TEXT.toLocaleString("en");
  const length = (LONGEST_TEXT + excess).toLocaleString("en");
  return `A message has at most ${limit} characters, this one has ${length}. Shorten it to send it.`;
}
