import { ask } from "./dialogs.js";
import { postForm } from "./http.js";
import { gettext } from "./i18n.js";
import { fromTemplate, need } from "./template.js";

/**
 * @import { Conversation } from "./events.js"
 * @typedef {{label: string, conversations: Conversation[]}} Group
 */

const NEWEST_GROUP = gettext("Today"); // as chat/sidebar.py names it

/** The list of conversations: dated, renamed in place, deleted after a question, paged. */
export class Sidebar {
  #list;
  #more;
  #problem;
  /** @type {string | null} */
  #current;

  /**
   * @param {HTMLElement} root
   * @param {string | null} current the conversation on the page
   */
  constructor(root, current) {
    this.#list = need(root, ".conversation-groups", HTMLElement);
    this.#more = need(root, ".load-more", HTMLButtonElement);
    this.#problem = need(root, ".sidebar-problem", HTMLElement);
    this.#current = current;
    this.#list.addEventListener("click", (event) => this.#clicked(event));
    this.#more.addEventListener("click", () => this.#loadMore());
  }

  /**
   * The conversation on the page was written to.
   * @param {Conversation} conversation
   */
  moveToTop(conversation) {
    this.#current = conversation.id;
    const entry = this.#entry(conversation.id) ?? newEntry(conversation);
    const oldGroup = entry.closest(".conversation-group");
    const today = this.#group(NEWEST_GROUP, { first: true });
    need(today, "ol", HTMLOListElement).prepend(entry);
    removeIfEmpty(oldGroup);
    this.setTitle(conversation);
    this.#markCurrent();
  }

  /** @param {Conversation} conversation */
  setTitle({ id, title }) {
    const link = this.#entry(id)?.querySelector("a");
    if (!link || link.textContent === title) return;
    link.textContent = title;
    link.title = title;
  }

  #markCurrent() {
    for (const link of this.#list.querySelectorAll("a[aria-current]")) {
      link.removeAttribute("aria-current");
    }
    if (this.#current) {
      this.#entry(this.#current)?.querySelector("a")?.setAttribute("aria-current", "page");
    }
  }

  /**
   * @param {string} id
   * @returns {HTMLElement | null}
   */
  #entry(id) {
    return this.#list.querySelector(`.conversation[data-id="${CSS.escape(id)}"]`);
  }

  /**
   * @param {string} label
   * @param {{first?: boolean}} options where to put it if it is not there yet
   */
  #group(label, { first = false } = {}) {
    const groups = [...this.#list.querySelectorAll(".conversation-group")];
    const known = groups.find((group) => group.querySelector("h2")?.textContent === label);
    if (known) return /** @type {HTMLElement} */ (known);
    const group = fromTemplate("conversation-group-template");
    need(group, "h2", HTMLElement).textContent = label;
    if (first) this.#list.prepend(group);
    else this.#list.append(group);
    return group;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("button[data-action]");
    const entry = button?.closest(".conversation");
    if (!(button instanceof HTMLElement) || !(entry instanceof HTMLElement)) return;
    if (button.dataset.action === "rename") this.#rename(entry);
    else if (button.dataset.action === "delete") this.#delete(entry);
  }

  /** @param {HTMLElement} entry */
  #rename(entry) {
    const link = need(entry, "a", HTMLAnchorElement);
    const input = /** @type {HTMLInputElement} */ (fromTemplate("rename-template"));
    input.value = link.textContent.trim();
    entry.dataset.renaming = "";
    link.after(input);
    input.select();
    let done = false;
    /** @param {boolean} save */
    const end = async (save) => {
      if (done) return;
      done = true;
      const title = input.value.trim();
      input.remove();
      delete entry.dataset.renaming;
      if (save && title && title !== link.textContent.trim()) await this.#saveTitle(entry, title);
    };
    input.addEventListener("blur", () => end(true));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      event.stopPropagation(); // Esc ends the renaming, it does not stop the reply
      if (event.key === "Enter") end(true).then(() => link.focus());
      if (event.key === "Escape") end(false).then(() => link.focus());
    });
  }

  /**
   * @param {HTMLElement} entry
   * @param {string} title
   */
  async #saveTitle(entry, title) {
    const link = need(entry, "a", HTMLAnchorElement);
    const before = link.textContent.trim();
    const id = entry.dataset.id ?? "";
    this.#show({ id, title });
    try {
      await postForm(`${link.pathname}rename/`, { title });
      this.#say("");
    } catch {
      this.#show({ id, title: before });
      this.#say(gettext("The title could not be saved. Try again."));
    }
  }

  /** @param {{id: string, title: string}} conversation */
  #show({ id, title }) {
    this.setTitle({ id, title, url: "", updated_at: "" });
    if (id === this.#current) {
      dispatchEvent(new CustomEvent("chatsite:renamed", { detail: title }));
    }
  }

  /** @param {HTMLElement} entry */
  async #delete(entry) {
    const link = need(entry, "a", HTMLAnchorElement);
    const title = link.textContent.trim();
    if (!(await ask("delete-dialog", title))) return;
    try {
      await postForm(`${link.pathname}delete/`);
    } catch {
      this.#say(gettext("The conversation could not be deleted. Try again."));
      return;
    }
    this.#say("");
    const group = entry.closest(".conversation-group");
    entry.remove();
    removeIfEmpty(group);
    if (entry.dataset.id === this.#current) location.assign("/");
  }

  async #loadMore() {
    this.#more.disabled = true;
    try {
      const url = new URL(this.#more.dataset.url ?? "", location.href);
      url.searchParams.set("before", this.#more.dataset.cursor ?? "");
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      const page = /** @type {{groups: Group[], next_cursor: string | null}} */ (
        await response.json()
      );
      for (const group of page.groups) this.#addOlder(group);
      this.#more.dataset.cursor = page.next_cursor ?? "";
      this.#more.hidden = page.next_cursor === null;
      this.#say("");
    } catch {
      this.#say(gettext("Older conversations could not be loaded. Try again."));
    }
    this.#more.disabled = false;
  }

  /** @param {Group} group */
  #addOlder({ label, conversations }) {
    const list = need(this.#group(label), "ol", HTMLOListElement);
    for (const conversation of conversations) {
      // One that moved to the top since that page was cut is here already.
      if (!this.#entry(conversation.id)) list.append(newEntry(conversation));
    }
    removeIfEmpty(list.closest(".conversation-group"));
    this.#markCurrent();
  }

  /** @param {string} words */
  #say(words) {
    this.#problem.textContent = words;
    this.#problem.hidden = words === "";
  }
}

/** @param {Conversation} conversation */
function newEntry({ id, title, url }) {
  const entry = fromTemplate("conversation-template");
  entry.dataset.id = id;
  const link = need(entry, "a", HTMLAnchorElement);
  link.href = url;
  link.textContent = title;
  link.title = title;
  return entry;
}

/** @param {Element | null} group */
function removeIfEmpty(group) {
  if (group && !group.querySelector(".conversation")) group.remove();
}
