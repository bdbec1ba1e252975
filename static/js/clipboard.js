import { gettext } from "./i18n.js";

/**
 * Copy also where the page is served over plain HTTP, for which browsers hide the clipboard.
 * @param {string} text
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** @param {string} text */
function copySelected(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "visually-hidden";
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  focused?.focus({ preventScroll: true });
  return copied;
}

const SHOWN_MS = 1_600;

/**
 * @param {HTMLElement} button shows for a moment that it worked
 * @param {string} text
 */
export async function copyWith(button, text) {
  button.dataset.label ??= button.getAttribute("aria-label") ?? gettext("Copy");
  const copied = await copyText(text);
  button.dataset.done = copied ? "yes" : "no";
  button.setAttribute("aria-label", copied ? gettext("Copied") : gettext("Could not copy"));
  setTimeout(() => {
    delete button.dataset.done;
    button.setAttribute("aria-label", button.dataset.label ?? gettext("Copy"));
  }, SHOWN_MS);
}
