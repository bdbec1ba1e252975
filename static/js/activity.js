import { gettext } from "./i18n.js";
import { showNotice } from "./toast.js";

/**
 * @import { ActivityFrame, ActivitiesFrame, Conversation } from "./events.js"
 * @import { PageTitle } from "./page_title.js"
 * @import { Connection } from "./socket.js"
 * @typedef {{connection: Connection, list: HTMLElement, title: PageTitle, user: string,
 *   current: () => string | null, rename: (conversation: Conversation) => void}} Parts
 *   current: the conversation on this page
 */

/** What happens in all conversations: marks in the sidebar, and a notice where one is not open. */
export class Activity {
  #parts;
  #marks;
  #outside;
  /** @type {Set<string>} ended while this page was out of sight */
  #news = new Set();

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#marks = new ActivityMarks(parts.list);
    this.#outside = new OutsideNotices(localStorage, parts.user);
    document.addEventListener("visibilitychange", () => this.#looked());
  }

  /** @param {ActivityFrame | ActivitiesFrame} frame */
  receive(frame) {
    if (frame.type === "activities") {
      this.#marks.reset(frame.writing, frame.unread);
      this.#seeWhatIsOpen();
    } else this.#happened(frame);
  }

  /** @param {ActivityFrame} frame */
  #happened({ conversation, state }) {
    const { id } = conversation;
    switch (state) {
      case "writing":
        this.#marks.writing.add(id);
        break;
      case "finished":
      case "failed":
        this.#marks.writing.delete(id);
        this.#marks.unread.add(id);
        this.#ended(conversation, state === "failed");
        break;
      case "stopped":
        this.#marks.writing.delete(id);
        break;
      case "seen":
        this.#marks.unread.delete(id);
        break;
      case "titled":
        this.#parts.rename(conversation);
        break;
    }
    this.#marks.show();
  }

  /**
   * @param {Conversation} conversation
   * @param {boolean} hasFailed
   */
  #ended(conversation, hasFailed) {
    const { title } = conversation;
    const words = hasFailed
      ? gettext("A reply broke off: {title}", { title })
      : gettext("Reply ready: {title}", { title });
    if (document.hidden) {
      this.#news.add(conversation.id);
      this.#parts.title.news = this.#news.size;
      this.#outside.show(words, conversation);
    }
    if (conversation.id !== this.#parts.current()) showNotice(words, { href: conversation.url });
    this.#seeWhatIsOpen();
  }

  #looked() {
    if (document.hidden) return;
    this.#news.clear();
    this.#parts.title.news = 0;
    this.#seeWhatIsOpen();
  }

  #seeWhatIsOpen() {
    const current = this.#parts.current();
    if (document.hidden || !current || !this.#marks.unread.delete(current)) return;
    this.#marks.show();
    this.#parts.connection.send({ type: "seen", conversation: current });
  }
}

/** The marks at the conversations of the sidebar; also at those that are listed later. */
class ActivityMarks {
  /** @type {Set<string>} */
  writing = new Set();
  /** @type {Set<string>} */
  unread = new Set();
  #list;

  /** @param {HTMLElement} list in which entries are `.conversation[data-id]` */
  constructor(list) {
    this.#list = list;
    const listed = new MutationObserver((changes) => {
      if (changes.some(({ addedNodes }) => [...addedNodes].some(holdsEntry))) this.show();
    });
    listed.observe(list, { childList: true, subtree: true });
  }

  /**
   * @param {string[]} writing
   * @param {string[]} unread
   */
  reset(writing, unread) {
    this.writing = new Set(writing);
    this.unread = new Set(unread);
    this.show();
  }

  show() {
    for (const entry of this.#list.querySelectorAll(".conversation")) {
      this.#mark(/** @type {HTMLElement} */ (entry));
    }
  }

  /** @param {HTMLElement} entry */
  #mark(entry) {
    const id = entry.dataset.id ?? "";
    const kind = this.writing.has(id) ? "writing" : this.unread.has(id) ? "unread" : "";
    if ((entry.dataset.activity ?? "") === kind) return;
    entry.querySelector(".conversation-mark")?.remove();
    const link = entry.querySelector("a");
    link?.removeAttribute("aria-describedby");
    if (!kind) {
      delete entry.dataset.activity;
      return;
    }
    entry.dataset.activity = kind;
    const mark = document.createElement("span");
    mark.className = "conversation-mark";
    mark.id = `mark-${id}`;
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent =
      kind === "writing" ? gettext("A reply is being written") : gettext("A new reply");
    mark.append(words);
    link?.after(mark);
    link?.setAttribute("aria-describedby", mark.id);
  }
}

/** @param {Node} node */
function holdsEntry(node) {
  return node instanceof HTMLElement && !node.matches(".conversation-mark, input");
}

/** The browser's own notices, for whoever turned them on, while the page is out of sight. */
class OutsideNotices {
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
