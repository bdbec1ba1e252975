import { askForm } from "./dialogs.js";
import { fromTemplate, need } from "./page.js";

/**
 * @import { Composer } from "./composer.js"
 */

/** Saved prompts over the composer, while its text begins with a slash. */
export class PromptPicker {
  #composer;
  #input;
  #box;
  #list;
  /** @type {Promise<Prompt[]> | null} Fetched once, and again after a look at another page. */
  #prompts = null;
  /** @type {Prompt[]} */
  #shown = [];
  #active = 0;
  /** Esc, or a choice: not again for this text. */
  #isDismissed = false;

  /**
   * @param {HTMLFormElement} form
   * @param {Composer} composer
   */
  constructor(form, composer) {
    this.#composer = composer;
    this.#input = need(form, "textarea");
    this.#box = fromTemplate("prompt-picker-template");
    this.#list = need(this.#box, "[role=listbox]");
    form.prepend(this.#box);
    this.#input.ariaAutoComplete = "list";
    this.#input.setAttribute("aria-controls", this.#list.id);
    this.#input.addEventListener("input", () => this.#update());
    this.#input.addEventListener("blur", () => this.#close());
    form.addEventListener("keydown", (event) => this.#pressed(event), true); // before the composer
    this.#box.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays
    this.#list.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("visibilitychange", () => {
      this.#prompts = null;
    });
    this.#update();
  }

  async #update() {
    const query = slashQuery(this.#input.value);
    if (query === null) this.#isDismissed = false;
    if (query === null || this.#isDismissed) {
      this.#close();
      return;
    }
    const prompts = await this.#load();
    if (query === slashQuery(this.#input.value)) this.#show(prompts, matching(prompts, query));
  }

  async #load() {
    this.#prompts ??= fetch("/prompts/", { redirect: "error" })
      .then((response) => response.json())
      .then(({ prompts }) => prompts);
    try {
      return await this.#prompts;
    } catch {
      this.#prompts = null;
      return [];
    }
  }

  /** @param {Prompt[]} all @param {Prompt[]} found */
  #show(all, found) {
    this.#shown = found;
    this.#list.replaceChildren(...found.map(optionFor));
    need(this.#box, ".prompts-none").hidden = all.length > 0;
    this.#box.hidden = found.length === 0 && all.length > 0;
    this.#activate(0);
  }

  /** @param {number} index */
  #activate(index) {
    this.#active = index;
    const options = [...this.#list.children];
    for (const [at, option] of options.entries()) {
      option.ariaSelected = String(at === index);
    }
    const option = options[index];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.#input.setAttribute("aria-activedescendant", option.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#box.hidden = true;
    this.#shown = [];
    this.#list.replaceChildren();
    this.#activate(0);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (this.#box.hidden || event.isComposing || event.target !== this.#input) return;
    const count = this.#shown.length;
    const chosen = this.#shown[this.#active];
    if (event.key === "Escape") {
      this.#isDismissed = true;
      this.#close();
    } else if (!chosen || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "ArrowDown") this.#activate((this.#active + 1) % count);
    else if (event.key === "ArrowUp") this.#activate((this.#active - 1 + count) % count);
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation(); // Enter does not send, Esc does not stop the reply
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const option = /** @type {Element} */ (event.target).closest("[role=option]");
    const chosen = option && this.#shown[[...this.#list.children].indexOf(option)];
    if (chosen) this.#choose(chosen);
  }

  /** @param {Prompt} prompt */
  async #choose({ name, text }) {
    this.#isDismissed = true;
    this.#close();
    const places = placesOf(text);
    const values = places.length > 0 ? await askFor(name, places) : new Map();
    if (values) this.#composer.fill(filledIn(text, values));
    else this.#composer.focus();
  }
}

/**
 * @param {string} title
 * @param {string[]} places
 * @returns {Promise<Map<string, string> | null>} null: the reader left
 */
async function askFor(title, places) {
  const dialog = need(document, "dialog#prompt-dialog");
  need(dialog, "h2").textContent = title;
  need(dialog, ".prompt-fields").replaceChildren(...places.map(fieldFor));
  const values = new Map();
  const isDone = await askForm(dialog, async (form) => {
    for (const [index, name] of places.entries()) values.set(name, String(form.get(`${index}`)));
  });
  return isDone ? values : null;
}

/** @param {string} name @param {number} index */
function fieldFor(name, index) {
  const field = fromTemplate("prompt-field-template");
  const label = need(field, "label");
  const input = need(field, "textarea");
  label.textContent = name;
  input.name = `${index}`;
  input.id = label.htmlFor = `prompt-place-${index}`;
  return field;
}

/** @param {Prompt} prompt @param {number} index */
function optionFor({ name, text }, index) {
  const option = fromTemplate("prompt-option-template");
  option.id = `prompt-option-${index}`;
  need(option, "b").textContent = name;
  need(option, "span").textContent = text.slice(0, 120);
  return option;
}

/** Saved prompts as text: their places, and which of them a reader means. Knows no DOM. */

/** @typedef {{name: string, text: string}} Prompt */

const PLACE = /\{\{([^{}\n]{1,80})\}\}/g; // a bounded look-ahead: people paste anything

/**
 * @param {string} text
 * @returns {string | null} what stands behind the slash; null: this is no wish for a prompt
 */
export function slashQuery(text) {
  return text.startsWith("/") && !text.includes("\n") ? text.slice(1).trim() : null;
}

/**
 * Those whose names have it, first the ones that begin with it.
 * @param {Prompt[]} prompts
 * @param {string} query
 */
export function matching(prompts, query) {
  const wanted = folded(query);
  const found = prompts.filter(({ name }) => folded(name).includes(wanted));
  const begins = found.filter(({ name }) => folded(name).startsWith(wanted));
  return [...begins, ...found.filter((one) => !begins.includes(one))];
}

/**
 * @param {string} text
 * @returns {string[]} the names of its places, each once
 */
export function placesOf(text) {
  const names = [...text.matchAll(PLACE)].map(([, name = ""]) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}

/**
 * What is put in is not looked at again: it may hold braces of its own.
 * @param {string} text
 * @param {Map<string, string>} values by name
 */
export function filledIn(text, values) {
  return text.replaceAll(PLACE, (whole, name) => values.get(name.trim()) ?? whole);
}

/** @param {string} words */
function folded(words) {
  return words.normalize("NFC").toLocaleLowerCase();
}
