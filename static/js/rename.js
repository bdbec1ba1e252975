import { fromTemplate } from "./template.js";

/**
 * A field in place of a title, until Enter, Esc or a click elsewhere.
 * @param {HTMLElement} shown hidden meanwhile
 * @param {HTMLElement} back gets the focus when it was ended by a key
 * @param {(title: string) => void} save called only with another title than the present one
 */
export function renameInPlace(shown, back, save) {
  const input = /** @type {HTMLInputElement} */ (fromTemplate("rename-template"));
  const before = shown.textContent.trim();
  input.value = before;
  shown.hidden = true;
  shown.after(input);
  input.select();
  let done = false;
  /** @param {boolean} isWanted */
  const end = (isWanted) => {
    if (done) return;
    done = true;
    const title = input.value.trim();
    input.remove();
    shown.hidden = false;
    if (isWanted && title && title !== before) save(title);
  };
  input.addEventListener("blur", () => end(true));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    event.stopPropagation(); // Esc ends the renaming, it does not stop the reply
    if (event.key !== "Enter" && event.key !== "Escape") return;
    end(event.key === "Enter");
    back.focus();
  });
}
