import { around, fetchPiece, fromTemplate, gettext, need, sayIn } from "./page.js";
import { newEntry, SidebarKeys } from "./sidebar_rows.js";

/** @import { Conversation } from "./events.js" */

const AWAY_MS = 60_000; // who was away for longer may have used another device meanwhile
const OPENED = "chatsite:folders";

/**
 * The lists of conversations, as the server draws them: what was changed is fetched anew. Only the
 * conversation on the page moves at once, when something was said in it.
 */
export class Sidebar {
  #lists;
  #problem;
  #keys;
  #url;
  /** @type {Conversation | null} */
  #current;
  /** Which answer is the newest: they may come in another order. */
  #asked = 0;
  #isStale = false;
  #hiddenAt = 0;
  /** To the other tabs of this browser. */
  #channel = new BroadcastChannel(`chatsite:lists:${document.body.dataset.user}`);

  /**
   * @param {HTMLElement} root
   * @param {Conversation | null} current the conversation on the page
   */
  constructor(root, current) {
    this.#lists = need(root, ".sidebar-lists");
    this.#problem = need(root, ".sidebar-problem");
    this.#url = this.#lists.dataset.url ?? "";
    this.#current = current;
    this.#keys = new SidebarKeys(this.#lists);
    this.#lists.addEventListener("click", (event) => this.#clicked(event));
    this.#lists.addEventListener(
      "toggle",
      (event) => this.#toggled(/** @type {HTMLDetailsElement} */ (event.target)),
      true,
    );
    this.#channel.onmessage = () => this.#changedElsewhere();
    document.addEventListener("visibilitychange", () => this.#seenOrHidden());
    this.#openAgain();
  }

  /** The conversation on the page. */
  get current() {
    return this.#current;
  }

  /**
   * The conversation on the page was written to.
   * @param {Conversation} conversation
   */
  moveToTop(conversation) {
    this.#current = conversation;
    this.raise(conversation);
    this.#markCurrent();
    this.#channel.postMessage("");
  }

  /**
   * Something was said in it, here or elsewhere.
   * @param {Conversation} conversation
   */
  raise(conversation) {
    const entry = this.entry(conversation.id);
    if (entry?.closest("[data-group=pinned], .folder")) entry.parentElement?.prepend(entry);
    else if (entry || !(conversation.pinned || conversation.folder || this.#tag)) {
      const from = entry?.closest(".conversation-group");
      this.#today().prepend(entry ?? newEntry(conversation));
      if (!from?.querySelector(".conversation")) from?.remove();
    } else if (conversation.pinned && !this.#tag) this.refresh();
    this.setTitle(conversation);
  }

  /** @param {string} id of one that was deleted */
  remove(id) {
    const entry = this.entry(id);
    const group = entry?.closest(".conversation-group");
    entry?.remove();
    if (!group?.querySelector(".conversation")) group?.remove();
  }

  /**
   * The conversation on the page, as the server has it now.
   * @param {Conversation} conversation
   */
  show(conversation) {
    const before = this.#current;
    this.#current = conversation;
    this.setTitle(conversation);
    const isElsewhere =
      before &&
      (before.pinned !== conversation.pinned ||
        before.archived !== conversation.archived ||
        before.folder !== conversation.folder);
    if (isElsewhere || !before) this.refresh();
  }

  /** @param {{id: string, title: string}} conversation */
  setTitle({ id, title }) {
    const entry = this.entry(id);
    if (!entry) return;
    const link = need(entry, "a");
    if (link.textContent === title) return;
    link.textContent = title;
    link.title = title;
    need(entry, ".more").ariaLabel = gettext("More about {title}", { title });
  }

  /** Another tab is to fetch its lists too. */
  async changed() {
    this.#channel.postMessage("");
    await this.refresh();
  }

  /**
   * All lists as they are now, as far down as they were shown.
   * @returns {Promise<void>}
   */
  async refresh() {
    this.#asked += 1;
    const number = this.#asked;
    const url = new URL(this.#url, location.href);
    const opened = this.#opened();
    const shown = this.#lists.querySelectorAll(
      ":scope > [data-group]:not([data-group=pinned]) .conversation",
    );
    url.searchParams.set("shown", String(shown.length));
    if (opened.length > 0) url.searchParams.set("open", opened.join());
    if (this.#tag) url.searchParams.set("tag", this.#tag);
    try {
      const piece = await fetchPiece(url);
      if (number !== this.#asked || this.#waitsForReader()) return;
      // A folder that was opened or closed meanwhile stays so.
      if (this.#opened().join() !== opened.join()) return await this.refresh();
      this.#keys.keepFocus(() => this.#lists.replaceChildren(piece));
      this.#markCurrent();
      this.say("");
    } catch {
      this.say(gettext("The list could not be loaded. Try again."));
    }
  }

  /** What the reader is about is not drawn anew under their hands, but after it. */
  #waitsForReader() {
    const busy = document.querySelector(".menu:popover-open, dialog[open], .rename");
    for (const end of ["toggle", "close", "blur"]) {
      busy?.addEventListener(end, () => this.refresh(), { once: true });
    }
    return busy !== null;
  }

  /** @param {string} words empty to clear */
  say(words) {
    sayIn(this.#problem, words);
  }

  /**
   * @param {string} id
   * @returns {HTMLElement | null}
   */
  entry(id) {
    return this.#lists.querySelector(`.conversation[data-id="${CSS.escape(id)}"]`);
  }

  /** By which the lists are narrowed. */
  get #tag() {
    /** @type {HTMLElement | null} */
    const chosen = this.#lists.querySelector(".chip[aria-pressed=true]");
    return chosen?.dataset.tag;
  }

  #markCurrent() {
    for (const link of this.#lists.querySelectorAll("a[aria-current]")) {
      link.ariaCurrent = null;
    }
    const entry = this.#current && this.entry(this.#current.id);
    entry?.querySelector("a")?.setAttribute("aria-current", "page");
    this.#keys.settle();
  }

  /** The list of the first group of the dated ones. */
  #today() {
    /** @type {HTMLElement | null} */
    const first = this.#lists.querySelector(":scope > [data-group]:not([data-group=pinned])");
    let group = first;
    if (group?.dataset.group !== "today") {
      group = fromTemplate("conversation-group-template");
      if (first) first.before(group);
      else this.#lists.append(group);
    }
    return need(group, "ol");
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = around(event, "button");
    if (button?.matches(".load-more")) this.#loadMore(button);
    else if (button?.matches(".chip")) {
      const isChosen = button.ariaPressed === "true";
      for (const chip of this.#lists.querySelectorAll(".chip")) {
        chip.ariaPressed = String(chip === button && !isChosen);
      }
      this.refresh();
    }
  }

  /** @param {HTMLButtonElement} button */
  async #loadMore(button) {
    button.disabled = true;
    try {
      const piece = await fetchPiece(button.dataset.url ?? "");
      const hadFocus =
        document.activeElement === button || document.activeElement === document.body;
      const first = this.#addOlder(button, piece);
      if (hadFocus) first?.focus({ preventScroll: true });
      this.say("");
    } catch {
      this.say(gettext("Older conversations could not be loaded. Try again."));
      button.disabled = false;
    }
  }

  /**
   * @param {HTMLButtonElement} button stands below the list that goes on
   * @param {DocumentFragment} piece
   * @returns {HTMLElement | null} the first new link
   */
  #addOlder(button, piece) {
    // One that moved to the top since that page was cut is here already.
    for (const one of piece.querySelectorAll(".conversation")) {
      if (this.entry(/** @type {HTMLElement} */ (one).dataset.id ?? "")) one.remove();
    }
    /** @type {HTMLElement | null} */
    const first = piece.querySelector(".conversation a");
    const [last, next] = [button.previousElementSibling, piece.querySelector("[data-group]")];
    const group = next?.getAttribute("data-group");
    if (next && last?.getAttribute("data-group") === group) {
      last?.querySelector("ol")?.append(...need(next, "ol").children);
      next.remove();
    }
    button.replaceWith(piece);
    this.#markCurrent();
    return first;
  }

  // --- folders ---

  /** @param {HTMLDetailsElement} details of a folder: nothing else in the lists has a `toggle` */
  async #toggled(details) {
    sessionStorage.setItem(OPENED, this.#opened().join());
    const list = need(details, ".folder-list");
    if (!details.open || list.childElementCount > 0) return;
    try {
      list.replaceChildren(await fetchPiece(list.dataset.url ?? ""));
      this.#markCurrent();
    } catch {
      details.open = false;
      this.say(gettext("The list could not be loaded. Try again."));
    }
  }

  /** Those that were open on the page before, or were opened before this code came. */
  #openAgain() {
    const before = sessionStorage.getItem(OPENED)?.split(",") ?? [];
    for (const folder of this.#lists.querySelectorAll(".folder")) {
      const details = need(folder, "details");
      const { id = "" } = /** @type {HTMLElement} */ (folder).dataset;
      if (details.open) this.#toggled(details);
      else if (before.includes(id)) details.open = true;
    }
    this.#markCurrent();
  }

  #opened() {
    const open = [...this.#lists.querySelectorAll(".folder:has(> details[open])")];
    return open.map((folder) => /** @type {HTMLElement} */ (folder).dataset.id);
  }

  // --- what happens elsewhere ---

  #changedElsewhere() {
    this.#isStale = document.hidden;
    if (!document.hidden) this.refresh();
  }

  #seenOrHidden() {
    if (document.hidden) this.#hiddenAt = performance.now();
    else if (this.#isStale || performance.now() - this.#hiddenAt > AWAY_MS) {
      this.#isStale = false;
      this.refresh();
    }
  }
}
