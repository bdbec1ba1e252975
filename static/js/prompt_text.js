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
