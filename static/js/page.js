/**
 * A copy of what stands in the page's `<template id=…>`.
 * @param {string} id
 * @returns {HTMLElement} its first element
 */
export function fromTemplate(id) {
  const template = need(document, `template#${id}`);
  const copy = document.importNode(template.content, true); // imported: custom elements work at once
  return /** @type {HTMLElement} */ (copy.firstElementChild);
}

/**
 * What a selector finds at or around the place of an event.
 * @template {string} S
 * @param {Event} event
 * @param {S} selector
 */
export function around({ target }, selector) {
  return /** @type {Found<S> | null} */ (/** @type {Element} */ (target).closest(selector));
}

/**
 * A new element with these properties and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<Record<string, unknown>>} properties of that element
 * @param {(Node | string)[]} children
 */
export function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * Words in a place that is not there while it has none.
 * @param {HTMLElement} place
 * @param {string} words
 */
export function sayIn(place, words) {
  place.textContent = words;
  place.hidden = words === "";
}

/**
 * What a selector finds: "button.send" finds a button, ".send" any element.
 * @template {string} S
 * @typedef {S extends `${string} ${infer Last}` ? Found<Last>
 *   : S extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[S]
 *   : S extends `${infer Tag extends keyof HTMLElementTagNameMap}${"." | "#" | "["}${string}`
 *     ? HTMLElementTagNameMap[Tag] : HTMLElement} Found
 */

/**
 * The element, which the page must hold.
 * @template {string} S
 * @param {ParentNode} root
 * @param {S} selector
 */
export function need(root, selector) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`nothing for ${selector}`);
  return /** @type {Found<S>} */ (element);
}

const TRY_MS = 2_000;
const RELOADED = "chatsite:reloaded";

/**
 * A module that the page cannot do without. One whose first request failed cannot be asked for again
 * (browsers keep the failure), so the page begins anew when the site is back: drafts are kept. A chat
 * that is stored nowhere stays as it is.
 * @template Module
 * @param {() => Promise<Module>} load
 * @returns {Promise<Module>}
 */
export async function untilLoaded(load) {
  try {
    return await load();
  } catch (error) {
    const before = Number(sessionStorage.getItem(RELOADED));
    const isNoUse = Date.now() - before < 10 * TRY_MS; // it is not the site that is at fault
    if (isNoUse || document.body.hasAttribute("data-temporary")) throw error;
    await siteIsBack();
    sessionStorage.setItem(RELOADED, String(Date.now()));
    location.reload();
    return new Promise(() => {});
  }
}

async function siteIsBack() {
  for (;;) {
    const isThere = await fetch("/healthz", { cache: "no-store" }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, TRY_MS * (1 + Math.random())));
  }
}

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

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store */

/** @param {Store} storage @param {string} key */
export function kept(storage, key) {
  try {
    return storage.getItem(key) ?? "";
  } catch {
    return ""; // blocked
  }
}

/** @param {Store} storage @param {string} key @param {string} text none: nothing is kept */
export function keep(storage, key, text) {
  try {
    if (text) storage.setItem(key, text);
    else storage.removeItem(key);
  } catch {
    // Full or blocked: it is lost with a reload, and is on the page all the same.
  }
}

/** @import { ProtocolError } from "./events.js" */

/** What this site said no to, in its own words where it had some. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {ProtocolError | null} error
   */
  constructor(status, error) {
    super(error?.message ?? "");
    this.status = status;
    this.error = error;
  }
}

/**
 * A form post to this site that answers JSON.
 * @param {string} url
 * @param {Record<string, string> | URLSearchParams | Blob} fields or a part of a file
 * @param {"POST" | "DELETE"} method
 * @returns {Promise<Record<string, unknown>>} Rejected with Refused, or TypeError without network.
 */
export async function postForm(url, fields = {}, method = "POST") {
  const response = await fetch(url, {
    method,
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body: fields instanceof Blob ? fields : new URLSearchParams(fields),
    redirect: "error", // to the sign-in page: the session has ended
  });
  if (response.ok) return response.status === 204 ? {} : response.json();
  const told = await response.json().catch(() => null);
  throw new Refused(response.status, told?.error ?? null);
}

/**
 * @param {string | URL} url of a piece of a page
 * @returns {Promise<DocumentFragment>}
 */
export async function fetchPiece(url) {
  const response = await fetch(url, { redirect: "error" });
  if (!response.ok) throw new Refused(response.status, null);
  const template = make("template", {});
  template.innerHTML = await response.text();
  return template.content;
}

function csrfToken() {
  return need(document, "input[name=csrfmiddlewaretoken]").value;
}
