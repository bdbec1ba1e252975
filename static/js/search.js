import { fromTemplate, gettext, make, need, ngettext } from "./page.js";

/**
 * @import { Conversation } from "./events.js"
 * @typedef {{text: string, hit: boolean}} Part
 * @typedef {{url: string, title: Part[]}} TitleHit
 * @typedef {{conversation: Conversation, url: string, role: "user" | "assistant",
 *   created_at: string, snippet: Part[]}} Hit
 * @typedef {{titles: TitleHit[], hits: Hit[], next_cursor: string | null}} Found
 */

const TYPING_MS = 150; // most people press the next key sooner

/** The dialog that finds what was said: asks as one types, and shows what comes. */
class Search {
  #dialog = need(document, "dialog#search-dialog");
  #input = need(this.#dialog, "input.search-input");
  #status = need(this.#dialog, ".search-status");
  #more = need(this.#dialog, "button.search-more");
  #results = new SearchResults(need(this.#dialog, ".search-results"), this.#input);
  #asking = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  #asked = "";
  /** @type {string | null} */
  #cursor = null;

  constructor() {
    this.#input.addEventListener("input", () => this.#typed());
    this.#dialog.addEventListener("keydown", (event) => this.#keyPressed(event));
    this.#more.addEventListener("click", () => this.#askMore());
    need(this.#dialog, ".search-close").addEventListener("click", () => this.#dialog.close());
    this.#say(gettext("Words of a message or of a title"));
  }

  async open() {
    await this.#styled();
    this.#dialog.showModal();
    this.#input.select();
  }

  /** Its styles come with its first use: most visits need none. */
  async #styled() {
    const href = this.#dialog.dataset.styles;
    if (!href) return;
    delete this.#dialog.dataset.styles;
    const link = make("link", { rel: "stylesheet", href });
    document.head.append(link);
    await new Promise((done) => {
      link.onload = link.onerror = done;
    });
  }

  #typed() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#ask(), TYPING_MS);
  }

  async #ask() {
    clearTimeout(this.#typing);
    const query = this.#input.value.trim();
    if (query === this.#asked) return;
    this.#asked = query;
    this.#asking.abort();
    if (!query) return this.#show(null);
    const found = await this.#fetch(this.#input.value, null);
    if (found) this.#show(found);
  }

  async #askMore() {
    const { activeElement } = document;
    this.#more.disabled = true;
    const found = this.#cursor && (await this.#fetch(this.#asked, this.#cursor));
    this.#more.disabled = false;
    if (!found) return;
    this.#results.add(found);
    this.#goOn(found.next_cursor);
    if (activeElement === this.#more) this.#input.focus();
  }

  /**
   * @param {string} query
   * @param {string | null} before
   * @returns {Promise<Found | null>} null: it is not wanted any more, or could not be had
   */
  async #fetch(query, before) {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const url = new URL(this.#dialog.dataset.url ?? "", location.href);
    url.searchParams.set("q", query);
    if (before) url.searchParams.set("before", before);
    this.#dialog.toggleAttribute("data-asking", true);
    try {
      const response = await fetch(url, { signal, headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) throw new Error(`${response.status}`);
      return await response.json();
    } catch {
      if (signal.aborted) return null;
      if (!before) this.#results.clear();
      this.#asked = before ? this.#asked : ""; // Enter asks again
      this.#say(gettext("The search gave no answer. Press Enter to try again."));
      return null;
    } finally {
      if (!signal.aborted) this.#dialog.toggleAttribute("data-asking", false);
    }
  }

  /** @param {Found | null} found null: nothing was asked */
  #show(found) {
    this.#results.clear();
    if (found) this.#results.add(found);
    this.#goOn(found?.next_cursor ?? null);
    if (!found) this.#say(gettext("Words of a message or of a title"));
  }

  /** @param {string | null} cursor */
  #goOn(cursor) {
    this.#cursor = cursor;
    this.#more.hidden = cursor === null;
    const { count } = this.#results;
    if (count === 0) this.#say(gettext("Nothing was found."));
    else if (cursor) this.#say(gettext("{count} results, and there are older ones", { count }));
    else this.#say(ngettext("{count} result", "{count} results", count));
  }

  /** @param {string} words */
  #say(words) {
    this.#status.textContent = words;
    this.#status.classList.toggle("visually-hidden", this.#results.count > 0);
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (event.isComposing) return;
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) this.#dialog.close();
    else if (event.target !== this.#input) return;
    else if (event.key === "ArrowDown") this.#down();
    else if (event.key === "ArrowUp") this.#results.move(-1);
    else if (event.key === "Enter") this.#choose();
    else return;
    event.preventDefault();
    event.stopPropagation(); // the same keys open it
  }

  async #down() {
    if (this.#results.isAtEnd && this.#cursor) await this.#askMore();
    this.#results.move(1);
  }

  /** What is not asked yet is asked first, so that Enter never opens what was meant before. */
  async #choose() {
    await this.#ask();
    this.#results.open();
  }
}

/** @type {Search | null} */
let search = null;

export function openSearch() {
  search ??= new Search();
  return search.open();
}

const { lang } = document.documentElement;
const DATES = new Intl.DateTimeFormat(lang || "en", { dateStyle: "medium" });

/** The list under the box: a listbox whose active option the box names. Asks nobody. */
class SearchResults {
  #root;
  #input;
  /** @type {HTMLAnchorElement[]} */
  #options = [];
  #active = -1;
  /** @type {string | undefined} the conversation to which the last group belongs */
  #conversation;

  /**
   * @param {HTMLElement} root
   * @param {HTMLInputElement} input
   */
  constructor(root, input) {
    this.#root = root;
    this.#input = input;
  }

  get count() {
    return this.#options.length;
  }

  get isAtEnd() {
    return this.#active === this.#options.length - 1;
  }

  clear() {
    this.#root.replaceChildren();
    this.#options = [];
    this.#conversation = undefined;
    this.#activate(-1);
  }

  /** @param {Found} found */
  add({ titles, hits }) {
    if (titles.length > 0) this.#addGroup(gettext("Conversations"));
    for (const { url, title } of titles) this.#addOption(url, title);
    for (const { conversation, url, snippet, role, created_at: moment } of hits) {
      if (conversation.id !== this.#conversation) this.#addGroup(conversation.title);
      this.#conversation = conversation.id;
      this.#addOption(url, snippet, { role, moment });
    }
    this.#activate(this.#active);
  }

  /** @param {1 | -1} step round and round */
  move(step) {
    const { length } = this.#options;
    const from = step === 1 ? this.#active : Math.max(this.#active, 0);
    if (length > 0) this.#activate((from + step + length) % length);
  }

  /** The active one, or the first. */
  open() {
    this.#options[Math.max(this.#active, 0)]?.click();
  }

  /** @param {string} title */
  #addGroup(title) {
    const group = fromTemplate("search-group-template");
    const heading = need(group, ".search-group-title");
    heading.id = `search-group-${this.#root.childElementCount}`;
    heading.textContent = title;
    group.setAttribute("aria-labelledby", heading.id);
    this.#root.append(group);
  }

  /**
   * @param {string} url
   * @param {Part[]} parts
   * @param {{role: "user" | "assistant", moment: string} | null} told
   */
  #addOption(url, parts, told = null) {
    const option = /** @type {HTMLAnchorElement} */ (fromTemplate("search-hit-template"));
    option.id = `search-hit-${this.#options.length}`;
    option.href = url;
    need(option, ".search-hit-text").append(...parts.map(marked));
    if (told) {
      const speaker = told.role === "user" ? gettext("You") : (document.body.dataset.site ?? "");
      need(option, ".search-hit-speaker").textContent = speaker;
      const time = need(option, "time");
      time.dateTime = told.moment;
      time.textContent = DATES.format(new Date(told.moment));
    } else need(option, ".search-hit-head").remove();
    this.#options.push(option);
    this.#root.lastElementChild?.append(option);
  }

  /** @param {number} index -1: none */
  #activate(index) {
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const option = this.#options[index];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.#input.setAttribute("aria-activedescendant", option.id);
    else this.#input.removeAttribute("aria-activedescendant");
    this.#root.hidden = this.#options.length === 0;
    this.#input.ariaExpanded = String(!this.#root.hidden);
  }
}

/** @param {Part} part */
function marked({ text, hit }) {
  return hit ? make("mark", {}, text) : text;
}
