import { need } from "./template.js";

/**
 * @typedef {{stop: () => boolean, focusComposer: () => void, closeDrawer: () => boolean}} Wishes
 *   stop and closeDrawer tell whether there was anything to do
 */

/** @param {Wishes} wishes */
export function listenForShortcuts(wishes) {
  addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open], :popover-open")) return;
    if (fulfil(nameOf(event), wishes)) event.preventDefault();
  });
  need(document, ".shortcuts-open", HTMLButtonElement).addEventListener("click", showShortcuts);
  need(document, ".search-open", HTMLButtonElement).addEventListener("click", search);
}

/** @param {KeyboardEvent} event */
function nameOf(event) {
  const command = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const shift = event.shiftKey ? "Shift+" : "";
  return command + shift + event.key.toLowerCase();
}

/**
 * @param {string} keys
 * @param {Wishes} wishes
 * @returns {boolean} whether the keys meant something here
 */
function fulfil(keys, { stop, focusComposer, closeDrawer }) {
  switch (keys) {
    case "escape":
      return closeDrawer() || stop();
    case "Shift+escape":
      focusComposer();
      return true;
    case "Ctrl+Shift+o":
      need(document, "a.new-chat", HTMLAnchorElement).click();
      return true;
    case "Ctrl+k":
      search();
      return true;
    case "Ctrl+/":
      showShortcuts();
      return true;
    default:
      return false;
  }
}

async function search() {
  const { openSearch } = await import("./search.js");
  await openSearch();
}

function showShortcuts() {
  need(document, "#shortcuts-dialog", HTMLDialogElement).showModal();
}
