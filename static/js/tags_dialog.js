import { wordsOf } from "./dialog_form.js";
import { whenClosed } from "./dialogs.js";
import { postForm } from "./http.js";
import { gettext } from "./i18n.js";
import { need } from "./template.js";

/** @typedef {{tags: string[], known: string[]}} Tags of the conversation, and all of its owner */

/**
 * The tags of a conversation: each is added and removed at once.
 * @param {string} conversationUrl
 * @returns {Promise<boolean>} when the dialog was closed: whether anything has changed
 */
export async function editTags(conversationUrl) {
  const dialog = need(document, "#tags-dialog", HTMLDialogElement);
  const form = need(dialog, "form", HTMLFormElement);
  const input = need(dialog, "input", HTMLInputElement);
  const problem = need(dialog, ".dialog-problem");
  const list = need(dialog, ".tags");
  const url = `${conversationUrl}tags/`;
  let hasChanged = false;

  /** @param {Tags} tags */
  const show = ({ tags, known }) => {
    const free = known.filter((name) => !tags.includes(name));
    need(dialog, "datalist").replaceChildren(...free.map((name) => new Option(name)));
    list.replaceChildren(...tags.map((name) => chip(name, () => change({ remove: name }))));
  };
  /** @param {Record<string, string>} fields */
  const change = async (fields) => {
    try {
      show(/** @type {Tags} */ (await postForm(url, fields)));
      hasChanged = true;
      problem.textContent = "";
      input.value = "";
    } catch (error) {
      problem.textContent = wordsOf(error);
    }
    input.focus();
  };

  problem.textContent = "";
  list.replaceChildren();
  form.onsubmit = (event) => {
    event.preventDefault();
    const name = input.value.trim();
    if (name) change({ add: name });
    else dialog.close();
  };
  const closed = whenClosed(dialog, () => hasChanged);
  fetch(url, { redirect: "error" })
    .then((response) => response.json())
    .then(show)
    .catch((error) => {
      problem.textContent = wordsOf(error);
    });
  return closed;
}

/** @param {string} name @param {() => void} remove */
function chip(name, remove) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = name;
  button.setAttribute("aria-label", gettext("Remove {name}", { name }));
  button.addEventListener("click", remove);
  item.append(button);
  return item;
}
