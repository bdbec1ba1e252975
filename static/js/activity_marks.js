import { gettext } from "./i18n.js";

/** The marks at the conversations of the sidebar; also at those that are listed later. */
export class ActivityMarks {
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
