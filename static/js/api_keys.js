/** The page of API keys. Without it the page works as well, but copying is by hand. */
import { copyWith } from "./clipboard.js";
import { need } from "./template.js";

for (const button of document.querySelectorAll("[data-copies]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const source = need(document, `#${button.dataset.copies}`);
  button.addEventListener("click", () => copyWith(button, source.textContent ?? ""));
  button.hidden = false;
}

// A reload of the answer to the form must neither show the secret again nor make another key.
history.replaceState(null, "", location.href);
