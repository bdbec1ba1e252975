import { gettext } from "./i18n.js";
import { showNotice } from "./toast.js";

/** @import { Conversation } from "./events.js" */

/** The browser's own notices, for whoever turned them on, while the page is out of sight. */
export class OutsideNotices {
  #storage;
  #key;
  /** @type {HTMLButtonElement | null} */
  #button = document.querySelector(".notices-switch");

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
   * @param {string} user several people may use one browser
   */
  constructor(storage, user) {
    this.#storage = storage;
    this.#key = `chatsite:notices:${user}`;
    if (!this.#button || !("Notification" in window)) return;
    this.#button.hidden = false;
    this.#button.addEventListener("click", () => this.#toggle());
    this.#showButton();
  }

  /**
   * @param {string} words
   * @param {Conversation} conversation
   */
  show(words, { id, url }) {
    if (!this.#isOn) return;
    const notice = new Notification(words, { tag: id }); // several tabs show one
    notice.addEventListener("click", () => {
      focus();
      location.assign(url);
    });
  }

  get #isOn() {
    try {
      return this.#storage.getItem(this.#key) === "on" && Notification.permission === "granted";
    } catch {
      return false;
    }
  }

  async #toggle() {
    if (this.#isOn) this.#storage.removeItem(this.#key);
    else if ((await Notification.requestPermission()) === "granted") {
      this.#storage.setItem(this.#key, "on");
    } else showNotice(gettext("Your browser does not allow notices of this site."));
    this.#showButton();
  }

  #showButton() {
    this.#button?.setAttribute("aria-pressed", String(this.#isOn));
  }
}
