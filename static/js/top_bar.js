import { gettext, keep, kept, need } from "./page.js";
import { percent } from "./wording.js";

/** What the tab and the top bar call this page; the tab also how much there is that is new. */
export class PageTitle {
  #site;
  #words;
  #news = 0;

  /**
   * @param {string} site
   * @param {string | null} title of the conversation on the page
   */
  constructor(site, title) {
    this.#site = site;
    this.#words = title;
  }

  /** @param {string | null} title */
  show(title) {
    this.#words = title;
    need(document, ".page-title").textContent = title ?? gettext("New chat");
    this.#showInTab();
  }

  /** @param {number} count replies that have ended while nobody looked */
  set news(count) {
    this.#news = count;
    this.#showInTab();
  }

  #showInTab() {
    const title = this.#words ? `${this.#words} · ${this.#site}` : this.#site;
    document.title = this.#news ? `(${this.#news}) ${title}` : title;
  }
}

/** The button on the top bar; what it opens is loaded when it is used. */
export class ShareButton {
  /** @type {HTMLAnchorElement | null} */
  #link = document.querySelector("a.share-open");

  constructor() {
    this.#link?.addEventListener("click", async (event) => {
      event.preventDefault();
      const { openShare } = await import("./sharing.js");
      openShare(/** @type {HTMLAnchorElement} */ (this.#link).href);
    });
  }

  /** @param {string} url of the conversation, which a new chat has not */
  moveTo(url) {
    if (!this.#link) return;
    this.#link.href = `${url}share/`;
    this.#link.hidden = false;
  }
}

/**
 * @import { Generation, Model, Settings } from "./events.js"
 * @import { Store } from "./page.js"
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
    const name = generation ? generation.model : this.#settings.model;
    const site = this.#site;
    if (!site || !name || name === site.name) return site;
    const found = this.#served.find((one) => one.name === name);
    return found ?? { name, state: "absent", progress: null, message: absentWords(name) };
  }

  #refresh() {
    const model = this.of(null);
    const name = model?.name || this.#settings.model;
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
    const bar = need(this.#banner, "progress");
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

/** @returns {Settings} as the site has it */
function asTheSite() {
  return { model: "", system_prompt: "", sampling: {} };
}

/**
 * By which model, with which instructions and sampling the conversation on the page is answered.
 * Of one that has not begun they are kept here until its first message takes them along.
 * Dispatches `changed`. Knows no socket.
 */
export class ConversationSettings extends EventTarget {
  #storage;
  #key;
  #isNew;
  #current;

  /**
   * @param {Store} storage
   * @param {string} user several people may use one browser
   * @param {Settings | undefined} told of the conversation, if there is one
   */
  constructor(storage, user, told) {
    super();
    this.#storage = storage;
    this.#key = `chatsite:settings:${user}:new`;
    this.#isNew = !told;
    this.#current = told ?? this.#read();
  }

  /** Whether the conversation has not begun. */
  get isNew() {
    return this.#isNew;
  }

  get current() {
    return this.#current;
  }

  /** @returns {{settings?: Settings}} what a first message says beside its text */
  get ofFirstMessage() {
    return this.#isNew && !this.isPlain ? { settings: this.#current } : {};
  }

  /** Of the team, where none is chosen. Empty: that of the site. */
  get standard() {
    return this.#isNew && document.body.dataset.model;
  }

  get model() {
    return this.#current.model || this.standard;
  }

  /** Whether nothing but the model was chosen. */
  get isPlainButModel() {
    const { system_prompt: prompt, sampling } = this.#current;
    return prompt === "" && Object.keys(sampling).length === 0;
  }

  get isPlain() {
    return this.isPlainButModel && this.#current.model === "";
  }

  /** @param {Settings} told by the server: the conversation has begun */
  show(told) {
    if (this.#isNew) this.#write(asTheSite());
    this.#isNew = false;
    this.#change(told);
  }

  /** @param {Settings} chosen what the server has accepted */
  choose(chosen) {
    if (this.#isNew) this.#write(chosen);
    this.#change(chosen);
  }

  /** @param {Settings} settings */
  #change(settings) {
    this.#current = settings;
    this.dispatchEvent(new Event("changed"));
  }

  /** @returns {Settings} */
  #read() {
    try {
      return { ...asTheSite(), ...JSON.parse(kept(this.#storage, this.#key) || "{}") };
    } catch {
      return asTheSite(); // it was tampered with
    }
  }

  /** @param {Settings} settings */
  #write(settings) {
    const text = JSON.stringify(settings);
    keep(this.#storage, this.#key, text === JSON.stringify(asTheSite()) ? "" : text);
  }
}
