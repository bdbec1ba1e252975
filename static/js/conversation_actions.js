/** What the menus of conversations and folders do. Loaded when the first of them is opened. */

import { askForm, wordsOf } from "./dialog_form.js";
import { ask } from "./dialogs.js";
import { postForm, Refused } from "./http.js";
import { gettext } from "./i18n.js";
import { toggleMenu } from "./menu.js";
import { renameInPlace } from "./rename.js";
import { editTags } from "./tags_dialog.js";
import { need } from "./template.js";
import { showToast } from "./toast.js";

/**
 * @import { Sidebar } from "./sidebar.js"
 * @typedef {{id: string, title: string, url: string, pinned: boolean, archived: boolean,
 *   folder: string | null}} Subject a conversation
 */

const DELETED = "chatsite:deleted"; // what the page before this one has deleted

/**
 * @param {HTMLElement} button
 * @param {Sidebar} sidebar
 */
export function openMenu(button, sidebar) {
  const menu = need(document, `#${button.dataset.menu}`);
  const folder = button.closest(".folder > .more")?.parentElement;
  if (folder) toggleMenu(menu, button, (action) => doToFolder(action, folder, sidebar));
  else {
    const subject = subjectOf(button, sidebar);
    if (!subject) return;
    for (const [action, isThere] of [
      ["pin", !subject.pinned && !subject.archived],
      ["unpin", subject.pinned && !subject.archived],
      ["archive", !subject.archived],
      ["unarchive", subject.archived],
    ]) {
      need(menu, `[data-action=${action}]`).hidden = !isThere;
    }
    toggleMenu(menu, button, (action) => doTo(action, subject, button, sidebar));
  }
}

/** @param {Sidebar} sidebar */
export function offerUndo(sidebar) {
  const deleted = sessionStorage.getItem(DELETED);
  sessionStorage.removeItem(DELETED);
  if (!deleted) return;
  const url = deleted;
  sayDeleted(url, sidebar, () => location.assign(url));
}

/**
 * @param {HTMLElement} button in an entry of the list, or on the top bar
 * @param {Sidebar} sidebar
 * @returns {Subject | null}
 */
function subjectOf(button, sidebar) {
  const entry = button.closest(".conversation");
  if (!(entry instanceof HTMLElement)) return sidebar.current;
  const link = need(entry, "a", HTMLAnchorElement);
  const { id = "", folder = "", pinned } = entry.dataset;
  return {
    id,
    title: link.textContent.trim(),
    url: link.pathname,
    pinned: pinned !== undefined,
    archived: false,
    folder: folder || null,
  };
}

/**
 * @param {string} action
 * @param {Subject} subject
 * @param {HTMLElement} button
 * @param {Sidebar} sidebar
 */
async function doTo(action, subject, button, sidebar) {
  if (action === "rename") return rename(subject, button, sidebar);
  if (action === "folder") return move(subject, sidebar);
  if (action === "tags") {
    if (await editTags(subject.url)) await sidebar.changed();
    return;
  }
  if (action === "delete") return remove(subject, sidebar);
  const on = { pin: "1", unpin: "0", archive: "1", unarchive: "0" }[action] ?? "";
  const path = action.includes("pin") ? "pin/" : "archive/";
  if (!(await attempt(() => postForm(subject.url + path, { on }), sidebar))) return;
  await sidebar.changed();
  if (action !== "archive") return;
  showToast(gettext("Archived"), gettext("Undo"), () =>
    takeBack(`${subject.url}archive/`, { on: "0" }, sidebar),
  );
}

/**
 * @param {Subject} subject
 * @param {HTMLElement} button
 * @param {Sidebar} sidebar
 */
function rename({ id, title, url }, button, sidebar) {
  const entry = button.closest(".conversation");
  const shown = entry ? need(entry, "a") : need(document, ".page-title");
  /** @param {string} now */
  const show = (now) => {
    sidebar.setTitle({ id, title: now });
    if (id === sidebar.current?.id) {
      dispatchEvent(new CustomEvent("chatsite:renamed", { detail: now }));
    }
  };
  renameInPlace(shown, entry ? shown : button, async (now) => {
    show(now);
    const isSaved = await attempt(() => postForm(`${url}rename/`, { title: now }), sidebar);
    if (isSaved) sidebar.changed();
    else show(title);
  });
}

/** @param {Subject} subject @param {Sidebar} sidebar */
async function move({ url, folder }, sidebar) {
  const dialog = need(document, "#folder-dialog", HTMLDialogElement);
  const select = need(dialog, "select", HTMLSelectElement);
  const names = [...document.querySelectorAll(".folder")].map((one) => {
    const { id = "" } = /** @type {HTMLElement} */ (one).dataset;
    return new Option(one.querySelector(".folder-name")?.textContent ?? "", id);
  });
  select.replaceChildren(select.options[0] ?? new Option(""), ...names);
  select.value = folder ?? "";
  need(dialog, "input", HTMLInputElement).value = "";
  const isMoved = await askForm(dialog, (form) => postForm(`${url}folder/`, fieldsOf(form)));
  if (isMoved) await sidebar.changed();
}

/** @param {Subject} subject @param {Sidebar} sidebar */
async function remove({ id, url }, sidebar) {
  if (!(await attempt(() => postForm(`${url}delete/`), sidebar))) return;
  if (id === sidebar.current?.id) {
    sessionStorage.setItem(DELETED, url);
    location.assign("/");
    return;
  }
  await sidebar.changed();
  sayDeleted(url, sidebar, () => {
    const isLost = document.activeElement?.matches("body, #toasts *") ?? true;
    if (isLost) sidebar.entry(id)?.querySelector("a")?.focus();
  });
}

/** @param {string} url @param {Sidebar} sidebar @param {() => void} back */
function sayDeleted(url, sidebar, back) {
  showToast(gettext("Deleted"), gettext("Undo"), async () => {
    const problem = await takeBack(`${url}restore/`, {}, sidebar);
    if (!problem) back();
    return problem;
  });
}

/**
 * @param {string} url
 * @param {Record<string, string>} fields
 * @param {Sidebar} sidebar
 */
async function takeBack(url, fields, sidebar) {
  try {
    await postForm(url, fields);
  } catch (error) {
    const isGone = error instanceof Refused && error.status === 404;
    return isGone ? gettext("It has been deleted for good meanwhile.") : wordsOf(error);
  }
  await sidebar.changed();
  return "";
}

// --- folders ---

/**
 * @param {string} action
 * @param {HTMLElement} folder
 * @param {Sidebar} sidebar
 */
async function doToFolder(action, folder, sidebar) {
  const name = folder.querySelector(".folder-name")?.textContent ?? "";
  const url = `/folders/${folder.dataset.id}/`;
  if (action === "rename") await nameFolder(`${url}rename/`, name, sidebar);
  else if (await ask("delete-folder-dialog", name)) {
    if (await attempt(() => postForm(`${url}delete/`), sidebar)) await sidebar.changed();
  }
}

/** @param {string} url @param {string} name @param {Sidebar} sidebar */
export async function nameFolder(url, name, sidebar) {
  const dialog = need(document, "#folder-name-dialog", HTMLDialogElement);
  need(dialog, "input", HTMLInputElement).value = name;
  if (await askForm(dialog, (form) => postForm(url, fieldsOf(form)))) await sidebar.changed();
}

/** @param {FormData} form @returns {Record<string, string>} */
function fieldsOf(form) {
  return Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
}

/** @param {() => Promise<unknown>} request @param {Sidebar} sidebar */
async function attempt(request, sidebar) {
  try {
    await request();
    sidebar.say("");
    return true;
  } catch (error) {
    sidebar.say(wordsOf(error));
    return false;
  }
}
