import { need } from "./template.js";

const phone = matchMedia("(max-width: 48rem)");

/** The sidebar on a phone: slides in over the page, which cannot be reached meanwhile. */
export class Drawer {
  #sidebar = need(document, "#sidebar");
  #main = need(document, "#main");
  #opener = need(document, ".drawer-open", HTMLButtonElement);
  #scrim = need(document, ".scrim");

  constructor() {
    this.#opener.addEventListener("click", () => this.#set(true));
    this.#scrim.addEventListener("click", () => this.#set(false));
    need(this.#sidebar, ".drawer-close", HTMLButtonElement).addEventListener("click", () =>
      this.#set(false),
    );
    phone.addEventListener("change", () => {
      if (phone.matches) this.#sidebar.inert = !this.isOpen;
      else this.#set(false);
    });
    this.#set(false);
  }

  get isOpen() {
    return document.body.hasAttribute("data-drawer");
  }

  /** @returns {boolean} whether it was open */
  close() {
    const wasOpen = this.isOpen;
    if (wasOpen) this.#set(false);
    return wasOpen;
  }

  /** @param {boolean} open */
  #set(open) {
    const wasOpen = this.isOpen;
    document.body.toggleAttribute("data-drawer", open);
    this.#sidebar.inert = phone.matches && !open;
    this.#main.inert = open;
    this.#scrim.hidden = !open;
    this.#opener.setAttribute("aria-expanded", String(open));
    if (open) need(this.#sidebar, ".new-chat").focus();
    else if (wasOpen) this.#opener.focus();
  }
}
