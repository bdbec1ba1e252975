/** Speaks to screen readers: that a reply begins and how it ended, never each token. What went wrong
 * interrupts, the rest waits for its turn. */
export class Announcer {
  #polite;
  #urgent;

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
    region.textContent = "";
    // A change in the same turn of the loop is not spoken when the words are the same as before.
    setTimeout(() => {
      region.textContent = words;
    }, 50);
  }
}
