/**
 * Plays a reply as it came: text by the renderer of the chat page, everything else as it is. The page
 * has all of it without this.
 */
import { Drawing } from "../js/drawing.js";
import { need } from "../js/page.js";

/**
 * @typedef {{
 *   kinds: string[], words: Record<string, string>, begun: Record<string, number>,
 *   moments: [number, number, number][], duration: number,
 * }} Score
 */

const CALM_MS = 500; // between two pictures, for readers who want less motion
const WIDTH = 1000; // of the timeline, in its own units
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** The parts of the reply as far as they had come at some time. */
class Stage {
  #score;
  #root;
  #drawing;
  #shown = "";
  /** Of the moments: how many have come. */
  #next = 0;
  #ms = 0;
  /** @type {Record<string, number>} */
  #lengths;

  /**
   * @param {Score} score
   * @param {HTMLElement} page
   */
  constructor(score, page) {
    this.#score = score;
    this.page = page;
    this.#root = need(page, '[data-part="text"]');
    this.#drawing = new Drawing(this.#root);
    this.#lengths = { ...score.begun };
    this.#empty();
  }

  /** @param {number} ms since the reply was queued */
  show(ms) {
    if (ms < this.#ms) this.#rewind();
    this.#ms = ms;
    const { moments, kinds } = this.#score;
    for (let moment = moments[this.#next]; moment && moment[0] <= ms; ) {
      this.#lengths[kinds[moment[1]] ?? ""] = moment[2];
      moment = moments[++this.#next];
    }
    this.#draw(ms >= this.#score.duration);
  }

  #rewind() {
    this.#next = 0;
    this.#lengths = { ...this.#score.begun };
    this.#empty();
  }

  #empty() {
    this.#root.replaceChildren();
    this.#drawing.begin();
    this.#shown = "";
  }

  /** @param {boolean} isWhole */
  #draw(isWhole) {
    for (const kind of this.#score.kinds) {
      const words = (this.#score.words[kind] ?? "").slice(0, this.#lengths[kind]);
      if (kind === "text") this.#drawText(words, isWhole);
      else {
        const place = this.page.querySelector(`[data-part="${kind}"]`);
        if (place) place.textContent = words;
      }
    }
  }

  /**
   * @param {string} text
   * @param {boolean} isWhole
   */
  #drawText(text, isWhole) {
    this.#drawing.append(text.slice(this.#shown.length));
    this.#shown = text;
    if (isWhole) this.#drawing.finish();
    else this.#drawing.showOpen();
  }
}

class Player {
  /** @type {Stage | null} null until something is asked for: the server's text stands there */
  #stage = null;
  #ms;
  #frame = 0;
  #last = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;

  /**
   * @param {Score} score
   * @param {HTMLElement} page
   */
  constructor(score, page) {
    this.score = score;
    this.page = page;
    this.#ms = score.duration;
    this.controls = need(page, ".replay-controls");
    this.button = need(page, "button.replay-play");
    this.scrub = need(page, "input.replay-scrub");
    this.button.addEventListener("click", () => (this.#frame ? this.#pause() : this.#play()));
    this.scrub.addEventListener("input", () => this.#jump(this.scrub.valueAsNumber));
    this.controls.hidden = false;
    this.#tell();
  }

  get #speed() {
    return Number(need(this.page, "input[name=replay-speed]:checked").value);
  }

  #play() {
    if (this.#ms >= this.score.duration) this.#ms = 0;
    this.button.textContent = "Pause";
    need(this.page, ".timeline").dataset.playing = "";
    this.#last = performance.now();
    this.#drawnAt = Number.NEGATIVE_INFINITY;
    this.#frame = requestAnimationFrame((now) => this.#step(now));
  }

  #pause() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.button.textContent = "Play";
    this.#show();
  }

  /** @param {number} ms */
  #jump(ms) {
    this.#ms = ms;
    need(this.page, ".timeline").dataset.playing = "";
    this.#show();
  }

  /** @param {number} now */
  #step(now) {
    const speed = this.#speed;
    this.#ms = speed ? this.#ms + Math.max(now - this.#last, 0) * speed : this.score.duration;
    this.#last = now;
    if (this.#ms >= this.score.duration) {
      this.#ms = this.score.duration;
      this.#pause();
      return;
    }
    if (!calm.matches || now - this.#drawnAt >= CALM_MS) {
      this.#drawnAt = now;
      this.#show();
    }
    this.#frame = requestAnimationFrame((later) => this.#step(later));
  }

  #show() {
    this.#stage ??= new Stage(this.score, this.page);
    this.#stage.show(this.#ms);
    this.#tell();
  }

  #tell() {
    const words = `${(this.#ms / 1000).toFixed(2)} s of ${(this.score.duration / 1000).toFixed(2)} s`;
    this.scrub.value = String(this.#ms);
    this.scrub.setAttribute("aria-valuetext", words);
    need(this.page, ".replay-clock").textContent = words;
    const x = String((this.#ms / this.score.duration) * WIDTH);
    const now = this.page.querySelector(".timeline-now");
    now?.setAttribute("x1", x);
    now?.setAttribute("x2", x);
  }
}

const score = document.getElementById("replay-score");
const page = document.querySelector(".replay-page");
if (score && page instanceof HTMLElement) new Player(JSON.parse(score.textContent ?? ""), page);
