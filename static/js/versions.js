import { gettext } from "./i18n.js";
import { need } from "./template.js";

/**
 * @import { Announcer } from "./announcer.js"
 * @import { Composer } from "./composer.js"
 * @import { ScrollFollower } from "./scroll_follower.js"
 * @import { Connection } from "./socket.js"
 * @import { Thread } from "./thread.js"
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
    const button = need(element, `[data-action="${action}"]`, HTMLButtonElement);
    follower.letGo();
    button.focus({ preventScroll: true });
    scroller.scrollTop += button.getBoundingClientRect().top - top;
    const place = need(element, ".versions .visually-hidden").textContent;
    announcer.say(gettext("Version {place}", { place }));
  }
}
