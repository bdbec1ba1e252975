/** What is typed and not yet sent, per user and conversation. Survives reloads and refusals. */
export class Drafts {
  #storage;
  #prefix;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
   * @param {string} user several people may use one browser
   */
  constructor(storage, user) {
    this.#storage = storage;
    this.#prefix = `chatsite:draft:${user}:`;
  }

  /** @param {string | null} conversation null for a new one */
  read(conversation) {
    try {
      return this.#storage.getItem(this.#prefix + (conversation ?? "new")) ?? "";
    } catch {
      return "";
    }
  }

  /**
   * @param {string | null} conversation
   * @param {string} text
   */
  write(conversation, text) {
    const key = this.#prefix + (conversation ?? "new");
    try {
      if (text === "") this.#storage.removeItem(key);
      else this.#storage.setItem(key, text);
    } catch {
      // Storage is full or blocked: the text is still in the box.
    }
  }
}
