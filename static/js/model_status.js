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
    const words = { loading: "loading", ready: "", failed: "failed", absent: "not running" };
    need(this.#chip, ".model-state", HTMLElement).textContent = words[model.state];
    for (const name of document.querySelectorAll("[data-model-name]")) {
      name.textContent = model.name || "the model";
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
function bannerWords(model) {
  switch (model.state) {
    case "loading":
      return `The model is loading${percent(model)}. You can write already.`;
    case "failed":
      return `The model could not be loaded. ${model.message ?? ""} You can still read your conversations.`;
    case "absent":
      return model.message || "No model worker is running. Messages wait for one.";
    default:
      return "";
  }
}
