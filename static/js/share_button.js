/** The button on the top bar; what it opens is loaded when it is used. */
export class ShareButton {
  #link = document.querySelector("a.share-open");

  constructor() {
    this.#link?.addEventListener("click", async (event) => {
      event.preventDefault();
      const { openShare } = await import("./share.js");
      openShare(/** @type {HTMLAnchorElement} */ (this.#link).href);
    });
  }

  /** @param {string} url of the conversation, which a new chat has not */
  moveTo(url) {
    if (!(this.#link instanceof HTMLAnchorElement)) return;
    this.#link.href = `${url}share/`;
    this.#link.hidden = false;
  }
}
