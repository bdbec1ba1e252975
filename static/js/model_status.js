import { gettext } from "./i18n.js";
import { need } from "./template.js";
import { percent } from "./wording.js";

/** @import { Model } from "./events.js" */

/** Says which model answers, and what is wrong while none does. */
export class ModelStatus {
  #chip;
  #banner;

  /**
   * @param {HTMLElement} chip in the top bar
   * @param {HTMLElement} banner
   */
  constructor(chip, banner) {
    this.#chip = chip;
    this.#banner = banner;
  }

  /** @param {Model} model */
  show(model) {
    this.#chip.hidden = model.name === "";
    this.#chip.dataset.state = model.state;
    need(this.#chip, ".model-name", HTMLElement).textContent = model.name;
    need(this.#chip, ".model-state", HTMLElement).textContent = stateWords(model);
    for (const name of document.querySelectorAll("[data-model-name]")) {
      name.textContent = model.name || gettext("the model");
    }
    this.#showBanner(model);
  }

  /** @param {Model} model */
  #showBanner(model) {
    const words = bannerWords(model);
    this.#banner.hidden = words === "";
    this.#banner.dataset.kind = model.state === "failed" ? "problem" : "notice";
    const text = need(this.#banner, ".banner-words", HTMLElement);
    if (text.textContent !== words) text.textContent = words;
    const bar = need(this.#banner, "progress", HTMLProgressElement);
    bar.hidden = model.state !== "loading" || model.progress === null;
    bar.value = model.progress ?? 0;
  }
}

/** @param {Model} model */
function stateWords({ state }) {
  const words = {
    loading: gettext("loading"),
    ready: "",
    failed: gettext("failed"),
    absent: gettext("not running"),
  };
  return words[state];
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
      return model.message || gettext("No worker is running. Messages wait for one.");
    default:
      return "";
  }
}
