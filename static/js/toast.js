import { fromTemplate, need } from "./template.js";

const SECONDS = 15; // long enough to read it, and to come by Tab

/**
 * Say what was done, and offer to take it back. It takes no focus; while a pointer or the focus is
 * on it, and while keys are pressed, it stays.
 * @param {string} words
 * @param {string} offer
 * @param {() => Promise<string>} takeBack gives words where it could not be taken back, else ""
 */
export function showToast(words, offer, takeBack) {
  const toast = fromTemplate("toast-template");
  const text = need(toast, ".toast-words", HTMLElement);
  const button = need(toast, "button", HTMLButtonElement);
  text.textContent = words;
  button.textContent = offer;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const stay = () => {
    clearTimeout(timer);
    timer = setTimeout(leave, SECONDS * 1000);
  };
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) stay();
    else go();
  };
  const go = () => {
    clearTimeout(timer);
    removeEventListener("keydown", stay, true);
    toast.remove();
  };
  addEventListener("keydown", stay, true);
  button.addEventListener("click", async () => {
    button.disabled = true;
    const problem = await takeBack();
    if (!problem) return go();
    text.textContent = problem;
    button.remove();
    stay();
  });
  need(document, "#toasts", HTMLElement).append(toast);
  stay();
}
