/** The page where files are brought: sends them in parts, and looks how it goes. */
import { gettext, need, postForm, Refused, sayIn } from "./page.js";

const LOOK_AGAIN_AFTER_MS = 1_500;
const BYTES = "application/octet-stream";

const form = need(document, "form.import-form");
const problem = need(form, "[role=alert]");
const progress = need(form, "progress");
const button = need(form, "button[type=submit]");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = need(form, "input[type=file]").files?.[0];
  if (!file) return;
  show({ isSending: true });
  try {
    await send(file);
    form.reset();
    show({});
    look();
  } catch (error) {
    const words = error instanceof Refused ? error.message : "";
    show({ words: words || gettext("The file could not be sent. Try again.") });
  }
});

look();

/** @param {File} file */
async function send(file) {
  const { id } = await postForm(form.dataset.begin ?? "", { name: file.name });
  const size = Number(form.dataset.partBytes);
  const url = (form.dataset.begin ?? "").replace("begin", String(id));
  for (let number = 0; number * size < file.size; number += 1) {
    await postForm(`${url}/${number}`, file.slice(number * size, (number + 1) * size, BYTES));
    progress.value = Math.min(1, ((number + 1) * size) / file.size);
  }
  await postForm(`${url}/finish`);
}

/** @param {{isSending?: boolean, words?: string}} state */
function show({ isSending = false, words = "" }) {
  button.disabled = isSending;
  progress.hidden = !isSending;
  progress.value = 0;
  sayIn(problem, words);
}

/** Once now, and again as long as something is being read. */
async function look() {
  const shown = need(document, "#imports");
  const response = await fetch(location.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = page.getElementById("imports");
  if (!now) return; // signed out meanwhile: what is shown stays
  if (shown.innerHTML.trim() !== now.innerHTML.trim()) shown.replaceChildren(...now.childNodes);
  if ("running" in now.dataset) setTimeout(look, LOOK_AGAIN_AFTER_MS);
}
