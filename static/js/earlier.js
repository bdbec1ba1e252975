import { gettext } from "./i18n.js";
import { need } from "./template.js";

/**
 * @import { Announcer } from "./announcer.js"
 * @import { OlderFrame, ProtocolError } from "./events.js"
 * @import { Thread } from "./thread.js"
 */

const NEAR_THE_TOP = "1500px"; // asked for early enough to be there when the reader arrives
const AGAIN_AFTER_MS = 2_000;

/** Asks for what stands before the first message on the page, whenever the reader comes near. */
export class Earlier {
  #root;
  #button;
  #scroller;
  #thread;
  #announcer;
  #ask;
  #near;
  #asking = false;
  #isToBeginning = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;

  /**
   * @param {HTMLElement} scroller holds the thread and, before it, `.earlier`
   * @param {Thread} thread
   * @param {Announcer} announcer
   * @param {(before: string) => void} ask may be lost: it is asked again after the next hello
   */
  constructor(scroller, thread, announcer, ask) {
    this.#root = need(scroller, ".earlier");
    this.#button = need(this.#root, "button", HTMLButtonElement);
    this.#scroller = scroller;
    this.#thread = thread;
    this.#announcer = announcer;
    this.#ask = ask;
    this.#near = new IntersectionObserver((entries) => this.#cameNear(entries), {
      root: scroller,
      rootMargin: `${NEAR_THE_TOP} 0px 0px`,
    });
    this.#button.addEventListener("click", () => this.#start());
    scroller.addEventListener("keydown", ({ key }) => this.#keyPressed(key));
    for (const kind of ["wheel", "touchstart", "pointerdown"]) {
      scroller.addEventListener(kind, () => this.#stayHere(), { passive: true });
    }
    this.refresh();
  }

  /** The thread has changed. */
  refresh() {
    const isFocused = document.activeElement === this.#button;
    this.#root.hidden = this.#thread.older === 0;
    if (isFocused && this.#root.hidden) this.#scroller.focus({ preventScroll: true });
    this.#near.unobserve(this.#root); // to be told again where it is now
    this.#near.observe(this.#root);
  }

  /** An answer may have been lost with the connection. */
  connected() {
    if (this.#asking) this.#start();
  }

  /** @param {OlderFrame} frame */
  receive(frame) {
    this.#showAsking(false);
    this.#withoutJump(() => {
      this.#thread.prepend(frame);
      this.refresh();
    });
    if (this.#isToBeginning) this.#scroller.scrollTop = 0;
    if (this.#thread.older === 0 || !this.#isToBeginning) {
      this.#announcer.say(gettext("Earlier messages loaded"));
    }
  }

  /** @param {ProtocolError} error */
  failed(error) {
    if (error.code === "not_found") this.#showAsking(false);
    else this.#again = setTimeout(() => this.#start(), AGAIN_AFTER_MS);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #cameNear(entries) {
    if (entries.at(-1)?.isIntersecting && !this.#asking) this.#start();
  }

  #start() {
    clearTimeout(this.#again);
    const before = this.#thread.firstMessageId;
    if (!before || this.#thread.older === 0) return this.#showAsking(false);
    this.#showAsking(true);
    this.#ask(before);
  }

  /** @param {boolean} asking */
  #showAsking(asking) {
    this.#asking = asking;
    this.#root.toggleAttribute("aria-busy", asking);
    this.#button.textContent = asking
      ? gettext("Loading earlier messages")
      : gettext("Show earlier messages");
  }

  /** @param {string} key */
  #keyPressed(key) {
    this.#isToBeginning = key === "Home";
  }

  #stayHere() {
    this.#isToBeginning = false;
  }

  /**
   * The first message keeps its place on the screen. Not all browsers see to that themselves, and
   * none does at the very top.
   * @param {() => void} work
   */
  #withoutJump(work) {
    const anchor = this.#thread.find(this.#thread.firstMessageId ?? "");
    const before = anchor?.getBoundingClientRect().top ?? 0;
    work();
    this.#scroller.scrollTop += (anchor?.getBoundingClientRect().top ?? before) - before;
  }
}
