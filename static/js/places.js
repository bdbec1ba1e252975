import { gettext, need } from "./page.js";

/**
 * @import { Composer } from "./composer.js"
 * @import { OlderFrame, ProtocolError } from "./events.js"
 * @import { Announcer, ScrollFollower } from "./following.js"
 * @import { Connection } from "./socket.js"
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
    this.#button = need(this.#root, "button");
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

/**
 * @typedef {{connection: Connection, thread: Thread, scroller: HTMLElement,
 *   follower: ScrollFollower, announcer: Announcer, composer: Composer, isBusy: () => boolean,
 *   askOlder: (before: string) => void}} Parts
 * @typedef {{message: string, action: string, top: number, pages: number}} Wanted
 *   pages: of earlier messages that were asked for to find it
 */

const MOST_PAGES = 20; // a turn with more than a thousand messages below it is not searched for
const BUSY = gettext("Another version can be shown when the reply is written.");
const AWAY = gettext("Not connected. Try again when the connection is back.");

/**
 * Shows another version of a turn, with what follows it. The control that was used keeps the focus
 * and its place on the screen, although it is another element then.
 */
export class Versions {
  #parts;
  /** @type {Wanted | null} */
  #wanted = null;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {HTMLButtonElement} button "‹" or "›" */
  show(button) {
    const { connection, composer, isBusy } = this.#parts;
    const { message, action = "" } = button.dataset;
    if (!message || this.#wanted) return;
    composer.showProblem("");
    if (isBusy()) composer.showProblem(BUSY, "hint");
    else if (!connection.send({ type: "show_branch", message })) composer.showProblem(AWAY);
    else {
      this.#wanted = { message, action, top: button.getBoundingClientRect().top, pages: 0 };
    }
  }

  /** It was refused, or its answer is lost. */
  giveUp() {
    this.#wanted = null;
  }

  /** The thread has changed. */
  arrived() {
    if (!this.#wanted) return;
    const { thread, askOlder } = this.#parts;
    const { message, action, top, pages } = this.#wanted;
    const element = thread.find(message);
    if (!element && thread.older > 0 && thread.firstMessageId && pages < MOST_PAGES) {
      this.#wanted.pages += 1;
      return askOlder(thread.firstMessageId);
    }
    this.#wanted = null;
    if (element) this.#keepPlace(element, action, top);
  }

  /**
   * @param {HTMLElement} element
   * @param {string} action
   * @param {number} top
   */
  #keepPlace(element, action, top) {
    const { scroller, follower, announcer } = this.#parts;
    const button = need(element, `[data-action="${action}"]`);
    follower.letGo();
    button.focus({ preventScroll: true });
    scroller.scrollTop += button.getBoundingClientRect().top - top;
    const place = need(element, ".versions .visually-hidden").textContent;
    announcer.say(gettext("Version {place}", { place }));
  }
}

const MARKED_MS = 2_500;

/**
 * The page was opened at one message: show it in the middle, and mark it for a moment.
 * @param {string} messageId
 * @param {Thread} thread
 * @param {ScrollFollower} follower
 */
export async function arriveAt(messageId, thread, follower) {
  history.replaceState(null, "", location.pathname); // a reload opens the conversation as ever
  const element = thread.find(messageId);
  if (!element) return;
  follower.letGo();
  element.tabIndex = -1;
  element.dataset.arrived = "";
  element.focus({ preventScroll: true }); // so that a screen reader goes on from here
  for (let frame = 0; frame < 3; frame++) {
    element.scrollIntoView({ block: "center" }); // again: what is near is drawn only now
    await new Promise(requestAnimationFrame);
  }
  setTimeout(() => delete element.dataset.arrived, MARKED_MS);
}
