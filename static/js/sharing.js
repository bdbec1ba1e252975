import { around, gettext, make, need } from "./page.js";

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
  const box = make("textarea", { value: text, className: "visually-hidden" });
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  focused?.focus({ preventScroll: true });
  return copied;
}

const SHOWN_MS = 1_600;

/** @param {HTMLElement} button of a block of code */
export function copyCode(button) {
  const block = /** @type {Element} */ (button.closest(".code-block"));
  copyWith(button, need(block, "code").textContent);
}

/**
 * @param {HTMLElement} button shows for a moment that it worked
 * @param {string} text
 */
export async function copyWith(button, text) {
  button.dataset.label ??= button.ariaLabel ?? gettext("Copy");
  const copied = await copyText(text);
  button.dataset.done = copied ? "yes" : "no";
  button.ariaLabel = copied ? gettext("Copied") : gettext("Could not copy");
  setTimeout(() => {
    delete button.dataset.done;
    button.ariaLabel = button.dataset.label ?? gettext("Copy");
  }, SHOWN_MS);
}

/**
 * Shows the page where a conversation is shared in a dialog, and hands in its forms without
 * leaving the chat. Knows nothing of what they do.
 */

/** @param {string} url of that page, as `…/c/<id>/share/` */
export async function openShare(url) {
  const dialog = make("dialog", { className: "dialog" });
  dialog.setAttribute("aria-labelledby", "share-title");
  try {
    await show(dialog, fetch(url));
  } catch {
    location.assign(url); // signed out, or the server is away: the browser says it best
    return;
  }
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => clicked(dialog, event));
  dialog.addEventListener("submit", (event) => submitted(dialog, event));
  dialog.showModal();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {Promise<Response>} asked
 */
async function show(dialog, asked) {
  const response = await asked;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const section = page.querySelector(".share");
  if (!response.ok || !section) throw new Error(`${response.url}: ${response.status}`);
  for (const button of section.querySelectorAll("[data-copies]")) button.removeAttribute("hidden");
  dialog.replaceChildren(document.adoptNode(section));
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function clicked(dialog, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const copying = around(event, "[data-copies]");
  if (target === dialog) dialog.close();
  else if (target.closest("[data-closes]")) {
    event.preventDefault();
    dialog.close();
  } else if (copying) copyWith(copying, copying.dataset.copies ?? "");
  else if (target instanceof HTMLInputElement) target.select();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {SubmitEvent} event
 */
async function submitted(dialog, event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.matches("[data-leaves]")) return;
  event.preventDefault();
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  try {
    await show(dialog, fetch(form.action, { method: "POST", body }));
    dialog.querySelector("button")?.focus();
  } catch {
    location.reload();
  }
}
