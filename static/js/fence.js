/** A fenced block of code that grows line by line. Knows no DOM. */

const OPENING = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\n]*)\n/;

export class Fence {
  #marker;
  #closing;
  #indent;
  #code = "";
  /** The last line, which has no end yet: perhaps it closes the fence. */
  #line = "";

  /** @param {string[]} opening */
  constructor([, indent = "", marker = "", info = ""]) {
    this.#marker = marker.charAt(0);
    this.#closing = new RegExp(`^ {0,3}${this.#marker}{${marker.length},}[ \\t]*$`);
    this.#indent = indent ? new RegExp(`^ {1,${indent.length}}`) : null;
    this.language = languageOf(info);
  }

  /**
   * @param {string} text
   * @returns {{fence: Fence, length: number} | null} length: of the opening line
   */
  static at(text) {
    const opening = OPENING.exec(text);
    const [whole = "", , marker = "", info = ""] = opening ?? [];
    if (!opening || (marker.startsWith("`") && info.includes("`"))) return null;
    return { fence: new Fence(opening), length: whole.length };
  }

  /** All of it so far; marks alone in the last line are not shown, they may be the end. */
  get code() {
    const isMarks = [...this.#line.trim()].every((char) => char === this.#marker);
    return (this.#code + (isMarks ? "" : this.#withoutIndent(this.#line))).replace(/\n$/, "");
  }

  /**
   * @param {string} text
   * @returns {string | null} what follows the fence; null: it is still open
   */
  append(text) {
    const added = this.#line + text;
    let start = 0;
    for (let end = added.indexOf("\n"); end !== -1; end = added.indexOf("\n", start)) {
      const line = added.slice(start, end);
      start = end + 1;
      this.#line = "";
      if (this.#closing.test(line)) return added.slice(start);
      this.#code += `${this.#withoutIndent(line)}\n`;
    }
    this.#line = added.slice(start);
    return null;
  }

  /** @param {string} line */
  #withoutIndent(line) {
    return this.#indent ? line.replace(this.#indent, "") : line;
  }
}

/** @param {string} info what stands after the opening fence */
export function languageOf(info) {
  return /^[\w+#.-]+/.exec(info.trim())?.[0] ?? "";
}
