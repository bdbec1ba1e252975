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
