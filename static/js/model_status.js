import { gettext } from "./i18n.js";
import { need } from "./template.js";
import { percent } from "./wording.js";

/**
 * @import { ConversationSettings } from "./conversation_settings.js"
 * @import { Generation, Model } from "./events.js"
 */

/** Says which model answers in this conversation, and what is wrong while none does. */
export class ModelStatus {
  #chip;
  #banner;
  #settings;
  /** @type {Model | null} the site's default, once it is known */
  #site = null;
  /** @type {Model[]} */
  #served = [];

  /**
   * @param {HTMLElement} chip in the top bar
   * @param {HTMLElement} banner
   * @param {ConversationSettings} settings
   */
  constructor(chip, banner, settings) {
    this.#chip = chip;
    this.#banner = banner;
    this.#settings = settings;
    settings.addEventListener("changed", () => this.#refresh());
    this.#refresh();
  }

  /** @returns {Model | null} */
  get site() {
    return this.#site;
  }

  get served() {
    return this.#served;
  }

  /** @param {{model: Model, models: Model[]}} told */
  show({ model, models }) {
    this.#site = model;
    this.#served = models;
    this.#refresh();
  }

  /**
   * @param {Generation | null} generation null: of one that is asked for now
   * @returns {Model | null} the model that it is asked of
   */
  of(generation) {
    const name = generation ? generation.model : this.#settings.current.model;
    const site = this.#site;
    if (!site || !name || name === site.name) return site;
    const found = this.#served.find((one) => one.name === name);
    return found ?? { name, state: "absent", progress: null, message: absentWords(name) };
  }

  #refresh() {
    const model = this.of(null);
    const name = model?.name || this.#settings.current.model;
    const words = {
      loading: gettext("loading"),
      ready: "",
      failed: gettext("failed"),
      absent: gettext("not running"),
    };
    this.#chip.dataset.state = model?.state ?? "";
    this.#chip.toggleAttribute("data-own", !this.#settings.isPlainButModel);
    need(this.#chip, ".model-name").textContent = name || gettext("Model");
    need(this.#chip, ".model-state").textContent = model ? words[model.state] : "";
    const own = this.#settings.isPlainButModel ? "" : gettext("customised");
    need(this.#chip, ".model-own").textContent = own;
    for (const place of document.querySelectorAll("[data-model-name]")) {
      place.textContent = name || gettext("the model");
    }
    this.#showBanner(model);
  }

  /** @param {Model | null} model */
  #showBanner(model) {
    const words = model ? bannerWords(model) : "";
    this.#banner.hidden = words === "";
    this.#banner.dataset.kind = model?.state === "failed" ? "problem" : "notice";
    const text = need(this.#banner, ".banner-words");
    if (text.textContent !== words) text.textContent = words;
    const bar = need(this.#banner, "progress", HTMLProgressElement);
    bar.hidden = model?.state !== "loading" || model.progress === null;
    bar.value = model?.progress ?? 0;
  }
}

/** @param {Model} model */
function bannerWords(model) {
  switch (model.state) {
    case "loading":
      return model.progress === null
        ? gettext("The model is loading. You can write already.")
        : gettext("The model is loading, {percent}. You can write already.", {
            percent: percent(model.progress),
          });
    case "failed":
      return gettext(
        "The model could not be loaded. {why} You can still read your conversations.",
        { why: model.message ?? "" },
      );
    case "absent":
      return model.message || absentWords(model.name);
    default:
      return "";
  }
}

/** @param {string} name */
function absentWords(name) {
  return gettext(
    "No worker serves {name} just now. Messages wait for one, or choose another model.",
    {
      name,
    },
  );
}
