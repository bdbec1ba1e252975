const AT_BOTTOM_PX = 40;

/** Keeps the end of the thread in sight until the reader scrolls up; a button leads back. */
export class ScrollFollower {
  #scroller;
  #button;
  #following = true;
  #lastTop = 0;
  #lastHeight = 0;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement[]} contents
   * @param {HTMLButtonElement} button
   */
  constructor(scroller, contents, button) {
    this.#scroller = scroller;
    this.#button = button;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    button.addEventListener("click", () => this.follow({ smoothly: true }));
    const resized = new ResizeObserver(() => this.#stick());
    for (const content of contents) resized.observe(content);
    resized.observe(scroller); // a keyboard that opens on a phone
  }

  /** @param {{smoothly?: boolean}} options */
  follow({ smoothly = false } = {}) {
    this.#following = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (smoothly && !calm) {
      this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: "smooth" });
    } else this.#stick();
    this.#showButton();
  }

  /** What the reader looks at keeps its place, whatever grows below it. */
  letGo() {
    this.#following = false;
    this.#lastTop = this.#scroller.scrollTop;
    this.#showButton();
  }

  #stick() {
    if (this.#following) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#showButton();
  }

  #scrolled() {
    const { scrollTop, scrollHeight } = this.#scroller;
    // Content that shrank moves the page up as well; only the reader stops the following.
    const isReader = scrollTop < this.#lastTop - 1 && scrollHeight >= this.#lastHeight;
    if (this.#distance() <= AT_BOTTOM_PX) this.#following = true;
    else if (isReader) this.#following = false;
    this.#lastTop = scrollTop;
    this.#lastHeight = scrollHeight;
    this.#showButton();
  }

  #distance() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  #showButton() {
    this.#button.hidden = this.#following || this.#distance() <= AT_BOTTOM_PX;
  }
}

/** Speaks to screen readers: that a reply begins and how it ended, never each token. What went wrong
 * interrupts, the rest waits for its turn. */
export class Announcer {
  #polite;
  #urgent;
  /** @type {Map<HTMLElement, string>} What is about to be said: two replies may end at once. */
  #waiting = new Map();

  /** @param {HTMLElement} region aria-live */
  constructor(region) {
    this.#polite = region;
    this.#urgent = /** @type {HTMLElement} */ (region.cloneNode());
    this.#urgent.removeAttribute("id");
    this.#urgent.ariaLive = "assertive";
    region.after(this.#urgent);
  }

  /**
   * @param {string} words
   * @param {{isUrgent?: boolean}} options
   */
  say(words, { isUrgent = false } = {}) {
    const region = isUrgent ? this.#urgent : this.#polite;
    const waiting = this.#waiting.get(region);
    this.#waiting.set(region, waiting ? `${waiting} ${words}` : words);
    if (waiting) return;
    region.textContent = "";
    // A change in the same turn of the loop is not spoken when the words are the same as before.
    setTimeout(() => {
      region.textContent = this.#waiting.get(region) ?? "";
      this.#waiting.delete(region);
    }, 50);
  }
}

/**
 * Spreads text that comes in bursts over the frames until the next burst, so that characters appear
 * evenly. Knows no DOM and no text: only how many characters came, and when.
 */

const LONGEST_LAG_MS = 200;
const SPREAD_MS = 150; // what is left of the lag is for frames that come late
const FRAME_MS = 34; // bursts that come as often as frames need no spreading

export class Pacer {
  #waiting = 0;
  /** @type {{upTo: number, at: number}[]} Bursts that have not been shown whole. */
  #bursts = [];
  #pushed = 0;
  #taken = 0;
  #gap = 0;
  #lastPush = Number.NEGATIVE_INFINITY;
  #lastTake = 0;

  /**
   * @param {number} count of characters
   * @param {number} now milliseconds
   */
  push(count, now) {
    const gap = now - this.#lastPush;
    // A pause is no rhythm: after one, and at the beginning, the text is shown at once.
    if (gap > 2 * SPREAD_MS) this.#gap = 0;
    else if (gap > 1) this.#gap = this.#gap ? (3 * this.#gap + gap) / 4 : gap;
    if (gap > 1) this.#lastPush = now;
    this.#pushed += count;
    this.#waiting += count;
    this.#bursts.push({ upTo: this.#pushed, at: now });
  }

  /**
   * @param {number} now milliseconds, of the frame
   * @returns {number} how many characters to show more
   */
  take(now) {
    const frame = Math.min(Math.max(now - this.#lastTake, 1), FRAME_MS);
    this.#lastTake = now;
    const spread = this.#gap < FRAME_MS ? 0 : Math.min(1.2 * this.#gap, SPREAD_MS);
    const left = this.#lastPush + spread - now;
    const even = left <= frame ? this.#waiting : Math.ceil((this.#waiting * frame) / left);
    const count = Math.max(even, this.#overdue(now + frame));
    this.#waiting -= count;
    this.#taken += count;
    while (this.#bursts[0] && this.#bursts[0].upTo <= this.#taken) this.#bursts.shift();
    return count;
  }

  /** @returns {number} all that is waiting: nothing follows, or nothing may move */
  takeAll() {
    const count = this.#waiting;
    this.#taken += count;
    this.#waiting = 0;
    this.#bursts = [];
    return count;
  }

  /** @param {number} next when the next frame is due */
  #overdue(next) {
    const last = this.#bursts.findLast(({ at }) => next - at >= LONGEST_LAG_MS - FRAME_MS);
    return last ? last.upTo - this.#taken : 0;
  }
}
