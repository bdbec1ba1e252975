import { hasEnded, newReplyState, ReplyStream, stateFromGeneration } from "../events.js";
import { gettext, need, sayIn } from "../page.js";
import { ReasoningView, ReplyView } from "../reply_view.js";
import { endingWords, figureWords, leftOutWords, waitingWords } from "../wording.js";
import { nameOf, showVersions } from "./chat_message.js";

/**
 * @import { Begun, Generation, Message, Model, Received, ReplyFrame, ReplyState, ToolCall } from "../events.js"
 * @import { ToolCallsView } from "../reply_details.js"
 */

/** What the model wrote or is writing, and how it stands with it. */
export class ChatReply extends HTMLElement {
  /**
   * What its reader thinks of replies in this conversation, by message.
   * @type {Record<string, string | undefined>}
   */
  static ratings = {};
  /** @type {string | null} null while the server has not accepted the turn */
  messageId = null;
  /** @type {Generation | null} as the server last told it */
  generation = null;
  /** @type {ReplyStream | null} while its events are followed, and after */
  stream = null;
  /** Runs when a reply outside the screen has to be drawn after all. @type {(() => void) | null} */
  #drawLater = null;
  /** @type {ReplyView | null} */
  #viewOnce = null;
  /** @type {ReasoningView | null} */
  #reasoningOnce = null;
  /** @type {ReplyState} */
  #state = newReplyState();
  #text = "";
  #reasoning = "";
  /** @type {ToolCall[]} */
  #calls = [];
  /** Most replies call nothing. @type {Promise<ToolCallsView> | null} */
  #callsViewOnce = null;
  /** @type {Model | null} */
  #model = null;
  #stopping = false;
  /** Words of the page itself while the turn is on its way. @type {string | null} */
  #note = null;

  get text() {
    return this.#text;
  }

  get reasoning() {
    return this.#reasoning;
  }

  get calls() {
    return this.#calls;
  }

  get reasoningSeconds() {
    return this.#state.reasoningSeconds;
  }

  /** Characters of the text that its events have told. */
  get toldLength() {
    return this.#text.length - (this.stream?.begun.text.length ?? 0);
  }

  get active() {
    return !hasEnded(this.#state);
  }

  get state() {
    return this.#state;
  }

  get stopping() {
    return this.#stopping;
  }

  set stopping(value) {
    this.#stopping = value;
    this.#showState();
  }

  /** @param {Model | null} model */
  set model(model) {
    this.#model = model;
    if (this.active) this.#showState();
  }

  /**
   * @param {string} note
   * @param {{isHeld?: boolean}} options isHeld: not on its way, but waiting for a better time
   */
  showPending(note, { isHeld = false } = {}) {
    this.#note = note;
    this.toggleAttribute("data-held", isHeld);
    this.#showState();
  }

  /**
   * @param {Message} message
   * @param {{lazily?: boolean}} options lazily: leave the drawing to `drawNow`
   */
  showMessage(message, { lazily = false } = {}) {
    this.messageId = message.id;
    this.generation = message.generation;
    showVersions(this, message);
    this.showRating();
    this.toggleAttribute("data-unrated", !message.generation); // no model wrote it here
    const edited = need(this, ".reply-edited");
    edited.hidden = !message.is_edited;
    if (message.edited_by !== undefined) {
      edited.textContent = gettext("Edited by {name}", { name: nameOf(message.edited_by) });
    }
    this.#note = null;
    this.removeAttribute("data-held");
    const generation = message.generation;
    const isFollowed = this.stream !== null && this.stream.generation === generation?.id;
    if (generation?.status === "active") {
      if (!isFollowed) this.#follow(generation, message);
    } else this.#showEnded(message, isFollowed, lazily);
    this.#showState();
  }

  /** @param {ReplyFrame} frame @returns {Received} */
  receive(frame) {
    const stream = /** @type {ReplyStream} */ (this.stream);
    const received = stream.receive(frame);
    if (received.outcome !== "applied") return received;
    if (received.isAnew) this.#begin(stream.begun);
    this.#text = stream.text;
    this.#reasoning = stream.reasoning;
    this.#calls = stream.calls;
    if (received.reasoning) this.#reasoningView.append(received.reasoning);
    if (received.text) this.#view.append(received.text);
    if (stream.ended) {
      this.#stopping = false;
      this.#view.finish();
    }
    this.#showState();
    return received;
  }

  get rating() {
    return ChatReply.ratings[this.messageId ?? ""];
  }

  set rating(value) {
    ChatReply.ratings[this.messageId ?? ""] = value;
    this.showRating();
  }

  showRating() {
    for (const thumb of this.querySelectorAll("button")) {
      if (thumb.value) thumb.ariaPressed = String(this.rating === thumb.value);
    }
  }

  drawNow() {
    this.#drawLater?.();
    this.#drawLater = null;
  }

  get #view() {
    this.#viewOnce ??= new ReplyView(need(this, ".prose"));
    return this.#viewOnce;
  }

  get #reasoningView() {
    this.#reasoningOnce ??= new ReasoningView(need(this, ".reasoning"));
    return this.#reasoningOnce;
  }

  /**
   * Before its events come: the reply goes on in this.
   * @param {Begun} begun
   */
  showBegun(begun) {
    this.#begin(begun);
    this.#state.reasoningSeconds = begun.reasoningSeconds ?? null;
    this.#showState();
  }

  /**
   * @param {Generation} generation
   * @param {Message} message
   */
  #follow({ id, usage }, { text, reasoning, tool_calls: calls }) {
    const begun = { text, reasoning, calls, reasoningSeconds: usage.reasoning_seconds ?? null };
    this.stream = new ReplyStream(id, begun);
    this.#state = this.stream.state;
    this.#stopping = false;
    this.#calls = calls;
    if (text !== this.#text) this.#begin(begun);
  }

  /**
   * The last block stays open, so that what follows goes on in it.
   * @param {Begun} begun
   */
  #begin({ text, reasoning, calls = [] }) {
    this.#calls = calls;
    if (this.#text) this.#view.replace("");
    if (text) this.#view.append(text);
    this.#text = text;
    this.#showReasoning(reasoning);
  }

  /** @param {string} reasoning all of it */
  #showReasoning(reasoning) {
    if (reasoning !== this.#reasoning) this.#reasoningView.replace(reasoning);
    this.#reasoning = reasoning;
  }

  /**
   * The database has the whole reply. What was streamed of it stays as it is drawn.
   * @param {Message} message
   * @param {boolean} isFollowed
   * @param {boolean} lazily
   */
  #showEnded(message, isFollowed, lazily) {
    this.#state = stateFromGeneration(message.generation);
    this.#stopping = false;
    const drawn = this.#text;
    this.#text = message.text;
    this.#calls = message.tool_calls;
    this.#showReasoning(message.reasoning);
    if (isFollowed && !this.stream?.ended && message.text.startsWith(drawn)) {
      this.#view.append(message.text.slice(drawn.length));
      this.#view.finish();
    } else if (message.text !== drawn) this.#draw(message.text, lazily);
    if (this.stream) this.stream.state = this.#state;
  }

  /**
   * @param {string} text
   * @param {boolean} lazily
   */
  #draw(text, lazily) {
    this.#drawLater = () => {
      this.removeAttribute("data-undrawn");
      this.#view.replace(text);
    };
    if (!lazily) this.drawNow();
    else {
      this.setAttribute("data-undrawn", "");
      need(this, ".prose").textContent = text; // so that searching the page finds it
    }
  }

  #showState() {
    const state = this.#state;
    this.dataset.phase = this.#note ? "pending" : state.phase;
    this.#showStatus();
    this.#showCalls();
    this.#say(".reply-notice", state.leftOutTurnCount ? leftOutWords(state.leftOutTurnCount) : "");
    const ending = this.active ? "" : endingWords(state);
    this.#say(".reply-ending-words", ending);
    need(this, ".reply-ending").hidden = ending === "";
    need(this, ".reply-footer").hidden = this.active;
    this.#say(".reply-figures", this.active ? "" : figureWords(state));
    const model = need(this, ".reply-figures");
    if (state.model) model.title = gettext("Written by {model}", { model: state.model });
  }

  async #showCalls() {
    if (!this.#calls.length && !this.#callsViewOnce) return;
    this.#callsViewOnce ??= import("../reply_details.js").then(
      ({ ToolCallsView }) => new ToolCallsView(need(this, ".tool-calls")),
    );
    (await this.#callsViewOnce).show(this.#calls, this.active);
  }

  #showStatus() {
    const isWaiting = this.active && !this.stream?.hasTold;
    if (this.#reasoning) {
      const isThinking = this.active && this.#text === "" && this.#state.reasoningSeconds === null;
      this.#reasoningView.showState(isThinking, this.#state.reasoningSeconds);
    }
    const words = this.#stopping ? gettext("Stopping") : waitingWords(this.#state, this.#model);
    this.#say(".reply-status-words", this.#note ?? words);
    need(this, ".reply-status").hidden = !(isWaiting || this.#stopping || this.#note);
  }

  /**
   * @param {string} selector
   * @param {string} words
   */
  #say(selector, words) {
    const element = need(this, selector);
    if (element.textContent !== words) sayIn(element, words);
  }
}

customElements.define("chat-reply", ChatReply);
