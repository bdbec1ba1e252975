import { gettext, ngettext } from "./i18n.js";
import { SearchResults } from "./search_results.js";
import { need } from "./template.js";

/** @import { Found } from "./search_results.js" */

const TYPING_MS = 150; // most people press the next key sooner

/** The dialog that finds what was said: asks as one types, and shows what comes. */
class Search {
  #dialog = need(document, "#search-dialog", HTMLDialogElement);
  #input = need(this.#dialog, ".search-input", HTMLInputElement);
  #status = need(this.#dialog, ".search-status");
  #more = need(this.#dialog, ".search-more", HTMLButtonElement);
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
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
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
