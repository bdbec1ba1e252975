/** Pages of keys and links. Without it they work as well, but copying is by hand. */

import { need } from "./page.js";
import { copyWith } from "./sharing.js";

/** @type {NodeListOf<HTMLElement>} */
const buttons = document.querySelectorAll("[data-copies]");
for (const button of buttons) {
  const source = need(document, `#${button.dataset.copies}`);
  button.addEventListener("click", () => copyWith(button, source.textContent ?? ""));
  button.hidden = false;
}

// A reload of the answer to the form must neither show the secret again nor make another key.
history.replaceState(null, "", location.href);
