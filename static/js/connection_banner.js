import { gettext } from "./i18n.js";
import { need } from "./template.js";

/** @import { Connection } from "./socket.js" */

const SHOWN_AFTER_MS = 1_200; // a hiccup that heals at once is nobody's business
const BACK_SHOWN_MS = 2_000;

/** Tells that the connection is lost, is back, or will not come back by itself. */
export class ConnectionBanner {
  #banner;
  #words;
  #button;
  #link;
  #wasShown = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} banner
   * @param {Connection} connection
   */
  constructor(banner, connection) {
    this.#banner = banner;
    this.#words = need(banner, ".banner-words");
    this.#button = need(banner, "button", HTMLButtonElement);
    this.#link = need(banner, "a", HTMLAnchorElement);
    this.#button.addEventListener("click", () => connection.hurry());
    connection.addEventListener("lost", () => this.#lost());
    connection.addEventListener("ready", () => this.#back());
    connection.addEventListener("ended", (event) => {
      this.showEnd(/** @type {CustomEvent<{reason: string}>} */ (event).detail.reason);
    });
  }

  /** @param {string} reason */
  showEnd(reason) {
    clearTimeout(this.#timer);
    const here = encodeURIComponent(location.pathname);
    const signIn = `${this.#link.dataset.signIn}?next=${here}`;
    if (reason === "signed_out")
      this.#show(gettext("You have been signed out."), [gettext("Sign in"), signIn]);
    else if (reason === "outdated") {
      this.#show(gettext("The site has been updated."), [gettext("Reload"), location.pathname]);
    } else this.#show(gettext("This address is not allowed to connect. Tell your administrator."));
  }

  #lost() {
    if (this.#wasShown) return;
    this.#wasShown = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#show(gettext("Connection lost. Trying again. What you write is kept."));
      this.#button.hidden = false;
    }, SHOWN_AFTER_MS);
  }

  #back() {
    clearTimeout(this.#timer);
    const wasVisible = this.#wasShown && !this.#banner.hidden;
    this.#wasShown = false;
    if (!wasVisible) return;
    this.#show(gettext("Connected again."));
    this.#banner.dataset.kind = "good";
    this.#timer = setTimeout(() => {
      this.#banner.hidden = true;
    }, BACK_SHOWN_MS);
  }

  /**
   * @param {string} words
   * @param {[string, string]} [link]
   */
  #show(words, link) {
    this.#banner.hidden = false;
    this.#banner.dataset.kind = "problem";
    this.#words.textContent = words;
    this.#button.hidden = true;
    this.#link.hidden = !link;
    if (!link) return;
    [this.#link.textContent, this.#link.href] = link;
  }
}
