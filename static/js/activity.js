import { showNotice } from "./dialogs.js";
import { gettext, keep, kept, make, need, ngettext } from "./page.js";

/**
 * @import { ActivitiesFrame, ActivityFrame, Conversation, Person, PresenceFrame } from "./events.js"
 * @import { Connection } from "./socket.js"
 * @import { PageTitle } from "./top_bar.js"
 */

/**
 * @typedef {{connection: Connection, list: HTMLElement, title: PageTitle, user: string,
 *   current: () => string | null, rename: (conversation: Conversation) => void,
 *   happenedInTeam: (frame: ActivityFrame) => void}} Parts
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
    this.#outside = new OutsideNotices(parts.user);
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
  #happened(frame) {
    const { conversation, state } = frame;
    const { id } = conversation;
    if (conversation.team) this.#parts.happenedInTeam(frame);
    switch (state) {
      case "writing":
        this.#marks.writing.add(id);
        break;
      case "finished":
      case "failed":
        this.#marks.writing.delete(id);
        this.#marks.unread.add(id);
        // What others asked for in a team is marked, and interrupts nobody.
        if (frame.is_mine) this.#ended(conversation, state === "failed");
        else this.#seeWhatIsOpen();
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
    const words = kind === "writing" ? gettext("A reply is being written") : gettext("A new reply");
    const mark = make("span", { className: "conversation-mark", id: `mark-${id}` }, unseen(words));
    link?.after(mark);
    link?.setAttribute("aria-describedby", mark.id);
  }
}

/** @param {string} words for those who hear the page */
function unseen(words) {
  return make("span", { className: "visually-hidden" }, words);
}

/** @param {Node} node */
function holdsEntry(node) {
  return node instanceof HTMLElement && !node.matches(".conversation-mark, input");
}

/** The browser's own notices, for whoever turned them on, while the page is out of sight. */
class OutsideNotices {
  #key;
  /** @type {HTMLButtonElement | null} */
  #button = document.querySelector(".notices-switch");

  /** @param {string} user several people may use one browser */
  constructor(user) {
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
    return kept(localStorage, this.#key) === "on" && Notification.permission === "granted";
  }

  async #toggle() {
    if (this.#isOn) keep(localStorage, this.#key, "");
    else if ((await Notification.requestPermission()) === "granted") {
      keep(localStorage, this.#key, "on");
    } else showNotice(gettext("Your browser does not allow notices of this site."));
    this.#showButton();
  }

  #showButton() {
    this.#button?.setAttribute("aria-pressed", String(this.#isOn));
  }
}

/** Who else has the conversation open: loaded when the first of them is there. */

const SHOWN = 4;

/** @param {PresenceFrame} frame */
export function showCompany({ people, count }) {
  const others = people.filter(({ id }) => String(id) !== document.body.dataset.user);
  const shown = others.slice(0, SHOWN).map(({ name }) => entry(initialsOf(name), name));
  const more = count - 1 - shown.length;
  if (more > 0) {
    const names = others.slice(SHOWN).map(({ name }) => name);
    const last = entry(`+${more}`, names.join(", "));
    last.className = "company-more";
    shown.push(last);
  }
  const list = need(document, ".company");
  list.replaceChildren(...shown);
  list.hidden = shown.length === 0;
}

/** @param {string} short @param {string} name */
function entry(short, name) {
  const initials = make("span", { ariaHidden: "true" }, short);
  return make("li", { title: name }, initials, unseen(name || short));
}

/** @param {Person["name"]} name */
function initialsOf(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase()).join("");
}

const WRITING_TOLD_MS = 3_500; // the server passes on no more than one in 3 s
const WRITING_SHOWN_MS = 5_000;
const hint = need(document, ".composer-hint");
const usual = hint.textContent;
/** @type {Map<string, number>} Until when, by name. */
const writers = new Map();

/** @param {Connection} connection hears that something is typed here */
export function tellWriting(connection) {
  let next = 0;
  need(document, ".composer").addEventListener("input", () => {
    const now = Date.now();
    if (now >= next && connection.send({ type: "writing" })) next = now + WRITING_TOLD_MS;
  });
}

/**
 * In the place of the hint, so that nothing moves; seen only, for it changes all the time.
 * @param {string} [name] none: nobody writes any more
 */
export function showWriting(name) {
  if (name) writers.set(name, Date.now() + WRITING_SHOWN_MS);
  else writers.clear();
  drawWriting();
  setTimeout(drawWriting, WRITING_SHOWN_MS + 50);
}

function drawWriting() {
  const shown = [...writers].filter(([, until]) => until > Date.now());
  const names = shown.map(([name]) => name).join(", ");
  const { length } = shown;
  hint.textContent = length
    ? ngettext("{names} is writing…", "{names} are writing…", length, { names })
    : usual;
}

/**
 * Tells, after the site came back in another version than this page is of, that there is a newer
 * page. It is never forced on anybody: reloading keeps drafts, but not the place in the text.
 * @param {string} version of the server; empty where its files are being worked on
 */
export function noticeVersion(version) {
  const banner = need(document, "#version-banner");
  banner.hidden = version === "" || import.meta.url.includes(`/${version}/`);
  need(banner, "button[data-reload]").onclick = () => location.reload();
  need(banner, "button[data-later]").onclick = () => {
    banner.hidden = true;
  };
}
