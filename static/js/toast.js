import { gettext } from "./i18n.js";
import { fromTemplate, need } from "./template.js";

const SECONDS = 15; // long enough to read it, and to come by Tab

/**
 * Say what was done, and offer to take it back.
 * @param {string} words
 * @param {string} offer
 * @param {() => Promise<string>} takeBack gives words where it could not be taken back, else ""
 */
export function showToast(words, offer, takeBack) {
  const toast = new Toast(words, offer);
  toast.button.addEventListener("click", async () => {
    toast.button.disabled = true;
    const problem = await takeBack();
    if (problem) toast.sayInstead(problem);
    else toast.remove();
  });
}

/**
 * Say what has happened elsewhere.
 * @param {string} words
 * @param {{href?: string}} [options] href: where the words lead
 */
export function showNotice(words, { href } = {}) {
  const toast = new Toast(words, gettext("Close"), href);
  toast.button.addEventListener("click", () => toast.remove());
}

/** It takes no focus; while a pointer or the focus is on it, while keys are pressed and while the
 * page is out of sight, it stays. */
class Toast {
  #element = fromTemplate("toast-template");
  #words = need(this.#element, ".toast-words");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #stay = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#leave(), SECONDS * 1000);
  };

  /**
   * @param {string} words
   * @param {string} offer
   * @param {string} [href]
   */
  constructor(words, offer, href) {
    this.button = need(this.#element, "button", HTMLButtonElement);
    this.button.textContent = offer;
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = words;
      this.#words.append(link);
    } else this.#words.textContent = words;
    addEventListener("keydown", this.#stay, true);
    need(document, "#toasts").append(this.#element);
    this.#stay();
  }

  /** @param {string} words */
  sayInstead(words) {
    this.#words.textContent = words;
    this.button.remove();
    this.#stay();
  }

  remove() {
    clearTimeout(this.#timer);
    removeEventListener("keydown", this.#stay, true);
    this.#element.remove();
  }

  #leave() {
    if (document.hidden || this.#element.matches(":hover, :focus-within")) this.#stay();
    else this.remove();
  }
}
