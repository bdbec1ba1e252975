/**
 * @param {string} text as it was typed
 * @returns {string} without empty lines before it or blanks after it; what is indented stays so
 */
export function withoutMargins(text) {
  return text.replace(/^\s*\n|\s+$/g, "");
}
