import { fromTemplate, gettext, make, need, Refused } from "./page.js";

/**
 * @param {string} id of a `<dialog>` whose buttons close it with a value
 * @param {string} subject put where the dialog names what it is about
 * @returns {Promise<boolean>} whether the answer was "yes"
 */
export function ask(id, subject) {
  const dialog = need(document, `dialog#${id}`);
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
  const cancel = /** @type {HTMLElement | null} */ (dialog.querySelector("[data-cancel]"));
  if (cancel) cancel.onclick = () => dialog.close();
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

/**
 * Ask with a form in a dialog. It closes when what it was for is done; what was refused is said in
 * it, and nothing typed is lost.
 * @param {HTMLDialogElement} dialog
 * @param {(form: FormData) => Promise<unknown>} save rejected with Refused, or it is done
 * @returns {Promise<boolean>} whether it was done; false: the reader left
 */
export function askForm(dialog, save) {
  const form = need(dialog, "form");
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

const SECONDS = 15; // long enough to read it, and to come by Tab

/**
 * Say what was done, and offer to take it back.
 * @param {string} words
 * @param {string} offer
 * @param {() => Promise<string>} takeBack gives words where it could not be taken back, else ""
 */
export function showToast(words, offer, takeBack) {
  const toast = new Toast(words, offer);
  toast.button.addEventListener("click", async () => {
    toast.button.disabled = true;
    const problem = await takeBack();
    if (problem) toast.sayInstead(problem);
    else toast.remove();
  });
}

/**
 * Say what has happened elsewhere.
 * @param {string} words
 * @param {{href?: string}} [options] href: where the words lead
 */
export function showNotice(words, { href } = {}) {
  const toast = new Toast(words, gettext("Close"), href);
  toast.button.addEventListener("click", () => toast.remove());
}

/** It takes no focus; while a pointer or the focus is on it, while keys are pressed and while the
 * page is out of sight, it stays. */
class Toast {
  #element = fromTemplate("toast-template");
  #words = need(this.#element, ".toast-words");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #stay = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#leave(), SECONDS * 1000);
  };

  /**
   * @param {string} words
   * @param {string} offer
   * @param {string} [href]
   */
  constructor(words, offer, href) {
    this.button = need(this.#element, "button");
    this.button.textContent = offer;
    if (href) {
      this.#words.append(make("a", { href }, words));
    } else this.#words.textContent = words;
    addEventListener("keydown", this.#stay, true);
    need(document, "#toasts").append(this.#element);
    this.#stay();
  }

  /** @param {string} words */
  sayInstead(words) {
    this.#words.textContent = words;
    this.button.remove();
    this.#stay();
  }

  remove() {
    clearTimeout(this.#timer);
    removeEventListener("keydown", this.#stay, true);
    this.#element.remove();
  }

  #leave() {
    if (document.hidden || this.#element.matches(":hover, :focus-within")) this.#stay();
    else this.remove();
  }
}
