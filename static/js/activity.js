import { ActivityMarks } from "./activity_marks.js";
import { gettext } from "./i18n.js";
import { OutsideNotices } from "./outside_notices.js";
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
