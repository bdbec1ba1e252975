/**
 * A copy of what stands in the page's `<template id=…>`.
 * @param {string} id
 * @returns {HTMLElement} its first element
 */
export function fromTemplate(id) {
  const template = document.getElementById(id);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no template #${id}`);
  const copy = document.importNode(template.content, true); // imported: custom elements work at once
  return /** @type {HTMLElement} */ (copy.firstElementChild);
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
 * @template {HTMLElement} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => E} type
 * @returns {E} the element, which the page must hold
 */
export function need(root, selector, type = /** @type {any} */ (HTMLElement)) {
  const element = root.querySelector(selector);
  if (!(element instanceof type)) throw new Error(`no ${type.name} for ${selector}`);
  return element;
}
