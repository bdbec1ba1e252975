/**
 * @import { Settings } from "./events.js"
 */

/** @returns {Settings} as the site has it */
function asTheSite() {
  return { model: "", system_prompt: "", sampling: {} };
}

/**
 * By which model, with which instructions and sampling the conversation on the page is answered.
 * Of one that has not begun they are kept here until its first message takes them along.
 * Dispatches `changed`. Knows no socket and no DOM.
 */
export class ConversationSettings extends EventTarget {
  #storage;
  #key;
  #isNew;
  #current;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
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
      return { ...asTheSite(), ...JSON.parse(this.#storage.getItem(this.#key) ?? "{}") };
    } catch {
      return asTheSite(); // blocked, or tampered with
    }
  }

  /** @param {Settings} settings */
  #write(settings) {
    try {
      if (JSON.stringify(settings) === JSON.stringify(asTheSite())) {
        this.#storage.removeItem(this.#key);
      } else this.#storage.setItem(this.#key, JSON.stringify(settings));
    } catch {
      // Full or blocked: they are lost with a reload, and are sent all the same.
    }
  }
}
