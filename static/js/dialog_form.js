import { whenClosed } from "./dialogs.js";
import { Refused } from "./http.js";
import { gettext } from "./i18n.js";
import { need } from "./template.js";

/**
 * Ask with a form in a dialog. It closes when what it was for is done; what was refused is said in
 * it, and nothing typed is lost.
 * @param {HTMLDialogElement} dialog
 * @param {(form: FormData) => Promise<unknown>} save rejected with Refused, or it is done
 * @returns {Promise<boolean>} whether it was done; false: the reader left
 */
export function askForm(dialog, save) {
  const form = need(dialog, "form", HTMLFormElement);
  const problem = need(dialog, ".dialog-problem");
  const leaving = new AbortController();
  let isDone = false;
  problem.textContent = "";
  form.addEventListener(
    "submit",
    async (event) => {
      event.preventDefault();
      try {
        await save(new FormData(form));
        isDone = true;
        dialog.close();
      } catch (error) {
        problem.textContent = wordsOf(error);
      }
    },
    { signal: leaving.signal },
  );
  return whenClosed(dialog, () => {
    leaving.abort();
    return isDone;
  });
}

/** @param {unknown} error */
export function wordsOf(error) {
  const words = error instanceof Refused ? error.message : "";
  return words || gettext("This could not be saved. Try again.");
}
