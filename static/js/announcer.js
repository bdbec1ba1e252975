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
    this.#urgent.setAttribute("aria-live", "assertive");
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
