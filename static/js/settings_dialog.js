import { gettext, need, postForm, Refused, sayIn } from "./page.js";

/**
 * @import { ConversationSettings, ModelStatus } from "./top_bar.js"
 * @import { Model, ProtocolError, Settings } from "./events.js"
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control
 */

const LONGEST_PROMPT = 8_000; // characters, as chat/conversation_settings.py counts them

/**
 * "Model and behaviour". What can be used is the server's to judge, here as for programs; it names
 * the field.
 */
export class SettingsDialog {
  /** @type {SettingsDialog | null} */
  static #only = null;

  #dialog = need(document, "dialog#settings-dialog");
  #form = need(this.#dialog, "form");
  #problem = need(this.#dialog, ".settings-problem");
  #settings;
  #models;

  /**
   * @param {ConversationSettings} settings
   * @param {ModelStatus} models
   */
  static open(settings, models) {
    SettingsDialog.#only ??= new SettingsDialog(settings, models);
    SettingsDialog.#only.#open();
  }

  /**
   * @param {ConversationSettings} settings
   * @param {ModelStatus} models
   */
  constructor(settings, models) {
    this.#settings = settings;
    this.#models = models;
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    this.#prompt.addEventListener("input", () => this.#count());
    need(this.#form, "button.settings-clear").addEventListener("click", () => {
      this.#fill({ model: "", system_prompt: "", sampling: {} });
    });
  }

  #open() {
    this.#fill(this.#settings.current);
    const compare = need(this.#dialog, "a.settings-compare");
    const { pathname } = location;
    compare.href = pathname.startsWith("/c/") ? `${pathname}compare/` : (compare.dataset.new ?? "");
    this.#dialog.showModal();
  }

  get #prompt() {
    return need(this.#form, "textarea[name=system_prompt]");
  }

  /** @returns {Control[]} */
  get #controls() {
    return [...this.#form.querySelectorAll("input, textarea, select")].map(
      (one) => /** @type {Control} */ (one),
    );
  }

  /** @param {Settings} settings */
  #fill({ model, system_prompt: prompt, sampling }) {
    this.#showProblem(undefined);
    this.#offerModels(model);
    for (const control of this.#controls) {
      if (control.name === "system_prompt") control.value = prompt;
      else if (control.name !== "model") control.value = shown(sampling[control.name]);
    }
    const more = need(this.#form, "details");
    more.open = [...more.querySelectorAll("input, textarea")].some(
      (one) => /** @type {Control} */ (one).value !== "",
    );
    this.#count();
  }

  /** @param {string} chosen */
  #offerModels(chosen) {
    const { site, served } = this.#models;
    const sites = site?.name
      ? gettext("The site's own ({name})", { name: site.name })
      : gettext("The site's own");
    const allowed = document.body.dataset.models?.split("\n"); // of a team that may not use all
    const select = need(this.#form, "select[name=model]");
    const ofTeam = this.#settings.standard && site; // offered beside the model of the team
    const first = ofTeam ? (select.dataset.first ?? "") : sites;
    select.replaceChildren(new Option(first, ""));
    const all = ofTeam ? [ofTeam, ...served.filter(({ name }) => name !== ofTeam.name)] : served;
    const offered = all.filter(({ name }) => allowed?.includes(name) ?? true);
    for (const model of offered) {
      select.add(new Option(model === ofTeam ? sites : optionWords(model), model.name));
    }
    if (chosen && !offered.some((one) => one.name === chosen)) {
      select.add(new Option(gettext("{name} (not running)", { name: chosen }), chosen));
    }
    select.value = chosen;
  }

  #count() {
    const length = [...this.#prompt.value].length;
    const words = gettext("{count} of {limit} characters", {
      count: length,
      limit: LONGEST_PROMPT,
    });
    const counter = need(this.#form, ".settings-count");
    counter.textContent = words;
    counter.toggleAttribute("data-over", length > LONGEST_PROMPT);
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (button?.value === "cancel") return;
    event.preventDefault();
    this.#save();
  }

  async #save() {
    const { model = "", system_prompt: prompt = "", ...sampling } = this.#values();
    const form = { model, system_prompt: prompt, sampling: JSON.stringify(read(sampling)) };
    const address = this.#settings.isNew
      ? (this.#dialog.dataset.check ?? "")
      : `${location.pathname}settings/`;
    try {
      const { settings } = await postForm(address, form);
      this.#settings.choose(/** @type {Settings} */ (settings));
      this.#dialog.close();
    } catch (failure) {
      const error = failure instanceof Refused ? failure.error : null;
      this.#showProblem(
        error ?? {
          code: "unavailable",
          message: gettext("The settings could not be saved. Try again."),
        },
      );
    }
  }

  /** @returns {Record<string, string>} */
  #values() {
    return Object.fromEntries(this.#controls.map(({ name, value }) => [name, value]));
  }

  /** @param {(ProtocolError & {field?: string}) | undefined} error at its field, if it is of one */
  #showProblem(error) {
    let wrong = null;
    for (const control of this.#controls) {
      const isWrong = error !== undefined && control.name === error.field;
      control.ariaInvalid = String(isWrong);
      sayIn(need(this.#form, `#${control.id}-error`), isWrong ? error.message : "");
      if (isWrong) wrong = control;
    }
    sayIn(this.#problem, error && !wrong ? error.message : "");
    if (!wrong) return;
    const folded = wrong.closest("details");
    if (folded) folded.open = true;
    wrong.focus();
  }
}

/** @param {Model} model */
function optionWords({ name, state }) {
  if (state === "loading") return gettext("{name} (loading)", { name });
  if (state === "failed") return gettext("{name} (could not be loaded)", { name });
  return name;
}

/**
 * @param {number | string[] | undefined} value
 * @returns {string} as it is written in its field
 */
function shown(value) {
  if (!Array.isArray(value)) return value === undefined ? "" : String(value);
  return value.map((one) => one.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")).join("\n");
}

/**
 * @param {Record<string, string>} written
 * @returns {Record<string, unknown>} numbers where they are some; else the server says what is wrong
 */
function read({ stop = "", ...numbers }) {
  /** @type {Record<string, unknown>} */
  const values = { stop: stop.split("\n").filter(Boolean).map(unescaped) };
  for (const [name, text] of Object.entries(numbers)) {
    const number = Number(text.trim().replace(",", "."));
    if (text.trim()) values[name] = Number.isFinite(number) ? number : text.trim();
  }
  return values;
}

/** @param {string} line */
function unescaped(line) {
  return line.replace(/\\(n|\\)/g, (_, letter) => (letter === "n" ? "\n" : "\\"));
}
