import { answerTo, Refusal } from "./demo_answer.js";
import { clockWords, comeBackWords, rateWords } from "./demo_words.js";
import { gettext } from "./i18n.js";
import { ReplyView } from "./reply_view.js";
import { ScrollFollower } from "./scroll_follower.js";
import { Stopwatch } from "./stopwatch.js";
import { need, sayIn } from "./template.js";

/**
 * @import { Part } from "./demo_answer.js"
 * @typedef {"idle" | "waiting" | "thinking" | "writing" | "done" | "stopped" | "refused"} State
 */

/** One of the two: asks, shows what comes, and how long that took. */
export class Side {
  #root;
  #view;
  #follower;
  #first;
  #last;
  #rate;
  #note;
  #watch = new Stopwatch(0);
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #countdown;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    const prose = need(root, ".prose");
    this.#note = need(root, ".side-note");
    this.#view = new ReplyView(prose);
    this.#follower = new ScrollFollower(
      need(root, ".side-scroller"),
      [prose, this.#note],
      need(root, ".to-bottom", HTMLButtonElement),
    );
    this.#first = need(root, "[data-clock=first]");
    this.#last = need(root, "[data-clock=last]");
    this.#rate = need(root, "[data-clock=rate]");
  }

  get watch() {
    return this.#watch;
  }

  /** What went wrong, or that it was stopped. */
  get note() {
    return this.#note.textContent;
  }

  /** @returns {State} */
  get state() {
    return /** @type {State} */ (this.#root.dataset.state);
  }

  /**
   * Resolves at the end, whatever it is.
   * @param {{url: string, token: string, fields: Record<string, string>, signal: AbortSignal}} asked
   */
  async run(asked) {
    this.#begin();
    try {
      const isStreamed = this.#root.dataset.side === "streamed";
      for await (const part of answerTo({ ...asked, isStreamed })) this.#take(part);
      this.#end("done");
    } catch (error) {
      this.#end(asked.signal.aborted ? "stopped" : "refused");
      if (!asked.signal.aborted) this.#refuse(error);
    }
  }

  #begin() {
    clearInterval(this.#countdown);
    this.#watch = new Stopwatch(performance.now());
    this.#view.replace("");
    this.#follower.follow();
    this.#rate.textContent = "–";
    this.#say("");
    this.#show("waiting");
  }

  /** @param {Part} part */
  #take({ text, reasoning, tokenCount, finishReason }) {
    if (text) {
      this.#watch.hear(performance.now());
      this.#view.append(text);
      this.#show("writing");
    } else if (reasoning) this.#show("thinking");
    if (finishReason === "length")
      this.#say(gettext("The answer was cut at the limit of this page."));
    if (tokenCount !== null) {
      this.#watch.end(performance.now());
      this.#rate.textContent = rateWords(this.#watch.tokensPerSecond(tokenCount));
    }
  }

  /** @param {State} state */
  #end(state) {
    this.#watch.end(performance.now());
    this.#view.finish();
    this.#show(state);
    if (state === "stopped") this.#say(gettext("Stopped"));
  }

  /** @param {unknown} error */
  #refuse(error) {
    const words = error instanceof Refusal ? error.message : gettext("The site cannot be reached.");
    this.#say(words);
    if (!(error instanceof Refusal)) return;
    need(this.#root, ".side-sign-in").hidden = !error.isSignedOut;
    if (error.retryAfterSeconds) this.#countDown(words, error.retryAfterSeconds);
  }

  /**
   * @param {string} words
   * @param {number} seconds until it makes sense to ask again
   */
  #countDown(words, seconds) {
    let left = seconds;
    this.#say(`${words} ${comeBackWords(left)}`);
    this.#countdown = setInterval(() => {
      left -= 1;
      this.#note.textContent = `${words} ${comeBackWords(left)}`;
      if (left <= 0) clearInterval(this.#countdown);
    }, 1000);
  }

  /** @param {string} words */
  #say(words) {
    sayIn(this.#note, words);
    need(this.#root, ".side-sign-in").hidden = true;
  }

  /** @param {State} state */
  #show(state) {
    this.#root.dataset.state = state;
  }

  /**
   * Move the clocks on.
   * @param {number} now
   * @param {number} longest how long the slower side takes: the length of both tracks
   */
  tick(now, longest) {
    const elapsed = this.#watch.elapsed(now);
    const { untilFirst, untilLast, hasEnded } = this.#watch;
    const isWhole = hasEnded && this.state === "done";
    this.#first.textContent = untilFirst === null ? this.#running(elapsed) : clockWords(untilFirst);
    this.#last.textContent = isWhole ? clockWords(untilLast ?? 0) : this.#running(elapsed);
    const waited = untilFirst ?? elapsed;
    this.#grow("waited", waited);
    this.#grow("wrote", elapsed - waited);
    this.#grow("left", Math.max(longest - elapsed, 0));
  }

  /** @param {number} elapsed */
  #running(elapsed) {
    return this.#watch.hasEnded ? "–" : clockWords(elapsed);
  }

  /**
   * @param {string} piece
   * @param {number} length
   */
  #grow(piece, length) {
    need(this.#root, `[data-track=${piece}]`).style.flexGrow = String(length);
  }
}
