/**
 * Words of the page in the reader's language. The page carries the catalogue of that language;
 * what is not in it is told in English. Knows no element but that one.
 */

/** @type {Record<string, string | Record<string, string>>}
 *   Translations by the English words (the singular); of a plural by Intl's names of its forms. */
const catalogue = JSON.parse(
  globalThis.document?.getElementById("i18n-catalogue")?.textContent || "{}",
);
const language = globalThis.document?.documentElement.lang || "en";
const plural = new Intl.PluralRules(language);
const locale = `${language}-u-nu-latn`; // the digits that the pages of the server have as well

/**
 * @param {number} value
 * @param {Intl.NumberFormatOptions} [options]
 */
export function number(value, options) {
  return value.toLocaleString(locale, options);
}

/**
 * @param {string} words with `{name}` where a value goes
 * @param {Record<string, string | number>} values
 */
export function gettext(words, values = {}) {
  const found = catalogue[words];
  return filled(typeof found === "string" ? found : words, values);
}

/**
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Record<string, string | number>} values
 */
export function ngettext(one, many, count, values = {}) {
  const forms = catalogue[one];
  const found = typeof forms === "object" ? (forms[plural.select(count)] ?? forms.other) : null;
  return filled(found ?? (count === 1 ? one : many), { count, ...values });
}

/**
 * @param {string} words
 * @param {Record<string, string | number>} values numbers are written as the language does it
 */
function filled(words, values) {
  return words.replaceAll(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : (value ?? whole);
  });
}
