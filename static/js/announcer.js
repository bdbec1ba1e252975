/** Speaks to screen readers, politely: that a reply begins and ends, never each token. */
export class Announcer {
  #region;

  /** @param {HTMLElement} region aria-live */
  constructor(region) {
    this.#region = region;
  }

  /** @param {string} words */
  say(words) {
    this.#region.textContent = "";
    // A change in the same turn of the loop is not spoken when the words are the same as before.
    setTimeout(() => {
      this.#region.textContent = words;
    }, 50);
  }
}
