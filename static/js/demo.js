/** The page of the two sides: one question, one button to ask it, one to stop. */

import { Announcer, ScrollFollower } from "./following.js";
import { answerTo, Refusal } from "./http_replies.js";
import { around, gettext, need, sayIn } from "./page.js";
import { ReplyView } from "./reply_view.js";
import { copyCode } from "./sharing.js";
import {
  clockWords,
  comeBackWords,
  rateWords,
  Stopwatch,
  stopWords,
  verdictWords,
} from "./wording.js";

/**
 * @import { Part } from "./http_replies.js"
 * @typedef {"idle" | "waiting" | "thinking" | "writing" | "done" | "stopped" | "refused"} State
 */

/** One of the two: asks, shows what comes, and how long that took. */
class Side {
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
      need(root, "button.to-bottom"),
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
    this.#say(`${words} ${comeBackWords(seconds)}`);
    this.#countdown = setInterval(() => {
      seconds -= 1;
      this.#note.textContent = `${words} ${comeBackWords(seconds)}`;
      if (seconds <= 0) clearInterval(this.#countdown);
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
    const { untilFirst, hasEnded } = this.#watch;
    const running = hasEnded ? "–" : clockWords(elapsed);
    this.#first.textContent = untilFirst === null ? running : clockWords(untilFirst);
    this.#last.textContent = this.#root.dataset.state === "done" ? clockWords(elapsed) : running;
    const waited = untilFirst ?? elapsed;
    this.#grow("waited", waited);
    this.#grow("wrote", elapsed - waited);
    this.#grow("left", Math.max(longest - elapsed, 0));
  }

  /**
   * @param {string} piece
   * @param {number} length
   */
  #grow(piece, length) {
    need(this.#root, `[data-track=${piece}]`).style.flexGrow = String(length);
  }
}

const form = need(document, "form.demo-form");
const input = need(form, "textarea");
const generate = need(form, "button.demo-generate");
const stop = need(form, "button.demo-stop");
const verdict = need(document, ".demo-verdict p");
const stage = need(document, ".demo-stage");
const announcer = new Announcer(need(document, "#announcer"));
const whole = new Side(need(document, "[data-side=whole]"));
const streamed = new Side(need(document, "[data-side=streamed]"));
const sides = [whole, streamed];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** @type {AbortController | null} What runs now. */
let running = null;

async function run() {
  const prompt = input.value.trim();
  if (running || !prompt) {
    input.focus();
    return;
  }
  running = new AbortController();
  showRunning(true);
  stage.scrollIntoView({ block: "nearest" });
  announcer.say(gettext("Generating"));
  const { url = "" } = form.dataset;
  const token = need(form, "input[name=csrfmiddlewaretoken]").value;
  const { signal } = running;
  const runs = sides.map((side) => side.run({ url, token, fields: { prompt }, signal }));
  tick();
  await Promise.all(runs);
  const words = (signal.aborted ? stopWords : verdictWords)(whole.watch, streamed.watch);
  sayIn(verdict, words);
  announcer.say(words || sides.map((side) => side.note).join(" "));
  running = null;
  tick(); // with calm clocks the next is up to a second away
  showRunning(false);
}

/** @param {boolean} isRunning */
function showRunning(isRunning) {
  const hadFocus = form.contains(document.activeElement);
  generate.hidden = isRunning;
  stop.hidden = !isRunning;
  if (isRunning) verdict.hidden = true;
  if (hadFocus && document.activeElement === document.body) (isRunning ? stop : generate).focus();
}

function tick() {
  const now = performance.now(); // a frame's own time may lie before the question
  const longest = Math.max(...sides.map((side) => side.watch.elapsed(now)));
  for (const side of sides) side.tick(now, longest);
  if (!running) return;
  if (calm.matches) setTimeout(tick, 1000);
  else requestAnimationFrame(tick);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
stop.addEventListener("click", () => running?.abort());
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  run();
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) running?.abort();
});
addEventListener("click", (event) => {
  const button = around(event, "button[data-action]");
  if (button?.dataset.action === "copy-code") copyCode(button);
  if (button?.dataset.action === "example" && !running) {
    input.value = button.textContent.trim();
    run();
  }
});
