import { need } from "./template.js";

/**
 * @param {string} id of a `<dialog>` whose buttons close it with a value
 * @param {string} subject put where the dialog names what it is about
 * @returns {Promise<boolean>} whether the answer was "yes"
 */
export function ask(id, subject) {
  const dialog = need(document, `#${id}`, HTMLDialogElement);
  need(dialog, "[data-subject]", HTMLElement).textContent = subject;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** A click beside a dialog closes it, as people expect. */
export function closeDialogsOnBackdrop() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
}
