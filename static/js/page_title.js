import { gettext } from "./i18n.js";
import { need } from "./template.js";

/** What the tab and the top bar call this page; the tab also how much there is that is new. */
export class PageTitle {
  #site;
  #words;
  #news = 0;

  /**
   * @param {string} site
   * @param {string | null} title of the conversation on the page
   */
  constructor(site, title) {
    this.#site = site;
    this.#words = title;
  }

  /** @param {string | null} title */
  show(title) {
    this.#words = title;
    need(document, ".page-title").textContent = title ?? gettext("New chat");
    this.#showInTab();
  }

  /** @param {number} count replies that have ended while nobody looked */
  set news(count) {
    this.#news = count;
    this.#showInTab();
  }

  #showInTab() {
    const title = this.#words ? `${this.#words} · ${this.#site}` : this.#site;
    document.title = this.#news ? `(${this.#news}) ${title}` : title;
  }
}
