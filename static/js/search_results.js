import { gettext } from "./i18n.js";
import { fromTemplate, need } from "./template.js";

/**
 * @import { Conversation } from "./events.js"
 * @typedef {{text: string, hit: boolean}} Part
 * @typedef {{url: string, title: Part[]}} TitleHit
 * @typedef {{conversation: Conversation, url: string, role: "user" | "assistant",
 *   created_at: string, snippet: Part[]}} Hit
 * @typedef {{titles: TitleHit[], hits: Hit[], next_cursor: string | null}} Found
 */

const { lang } = document.documentElement;
const DATES = new Intl.DateTimeFormat(lang || "en", { dateStyle: "medium" });

/** The list under the box: a listbox whose active option the box names. Asks nobody. */
export class SearchResults {
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
      const time = need(option, "time", HTMLTimeElement);
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
    this.#input.setAttribute("aria-expanded", String(!this.#root.hidden));
  }
}

/** @param {Part} part */
function marked({ text, hit }) {
  if (!hit) return document.createTextNode(text);
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}
