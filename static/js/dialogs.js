import { need } from "./template.js";

/**
 * @param {string} id of a `<dialog>` whose buttons close it with a value
 * @param {string} subject put where the dialog names what it is about
 * @returns {Promise<boolean>} whether the answer was "yes"
 */
export function ask(id, subject) {
  const dialog = need(document, `#${id}`, HTMLDialogElement);
  need(dialog, "[data-subject]").textContent = subject;
  dialog.returnValue = "";
  return whenClosed(dialog, () => dialog.returnValue === "yes");
}

/**
 * Show it until its reader leaves it.
 * @template A
 * @param {HTMLDialogElement} dialog
 * @param {() => A} answer
 * @returns {Promise<A>} the answer as it is then
 */
export function whenClosed(dialog, answer) {
  const cancel = dialog.querySelector("[data-cancel]");
  if (cancel instanceof HTMLButtonElement) cancel.onclick = () => dialog.close();
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(answer()), { once: true });
  });
}

/**
 * A menu closes when something in it was chosen, on a click elsewhere, and on Escape.
 * @param {HTMLDetailsElement} menu
 */
export function closeMenuAfterUse(menu) {
  addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (menu.open && !target.closest("summary")) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    need(menu, "summary").focus();
  });
}

/** A click beside a dialog closes it, as people expect; not one in which something is written. */
export function closeDialogsOnBackdrop() {
  for (const dialog of document.querySelectorAll("dialog")) {
    if ("edits" in dialog.dataset) continue;
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
}
