/** Where two models are asked: the form works without this; here it keeps drafts and knows keys. */

import { fitToText, isSendKey } from "./composer.js";
import { need } from "./page.js";
import { Drafts } from "./unsent.js";

const { user = "", conversation = null } = document.body.dataset;
const form = need(document, "form.compare-form");
const input = need(form, "textarea#compare-text");
const drafts = new Drafts(localStorage, user);

input.value ||= drafts.read(conversation);
fitToText(input);
input.addEventListener("input", () => {
  drafts.write(conversation, input.value);
  fitToText(input);
});
input.addEventListener("keydown", (event) => {
  if (!isSendKey(event)) return;
  event.preventDefault();
  form.requestSubmit();
});
// A page that the browser kept holds a form that was sent.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
