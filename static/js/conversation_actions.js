/** What the menus of conversations and folders do. Loaded when the first of them is opened. */
import { ask, askForm, showToast, whenClosed, wordsOf } from "./dialogs.js";
import { gettext, make, need, postForm, Refused } from "./page.js";
import { renameInPlace, toggleMenu } from "./sidebar_rows.js";

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
      // A team keeps no such order.
      menu.querySelector(`[data-action=${action}]`)?.toggleAttribute("hidden", !isThere);
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
  /** @type {HTMLElement | null} */
  const entry = button.closest(".conversation");
  if (!entry) return sidebar.current;
  const link = need(entry, "a");
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
  const dialog = need(document, "dialog#folder-dialog");
  const select = need(dialog, "select");
  const names = [...document.querySelectorAll(".folder")].map((one) => {
    const { id = "" } = /** @type {HTMLElement} */ (one).dataset;
    return new Option(one.querySelector(".folder-name")?.textContent ?? "", id);
  });
  select.replaceChildren(select.options[0] ?? new Option(""), ...names);
  select.value = folder ?? "";
  need(dialog, "input").value = "";
  const isMoved = await askForm(dialog, (form) => postForm(`${url}folder/`, fieldsOf(form)));
  if (isMoved) await sidebar.changed();
}

/** @param {Subject} subject @param {Sidebar} sidebar */
async function remove({ id, url }, sidebar) {
  if (!(await attempt(() => postForm(`${url}delete/`), sidebar))) return;
  if (id === sidebar.current?.id) {
    sessionStorage.setItem(DELETED, url);
    location.assign(need(document, "a.new-chat").href);
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
  const dialog = need(document, "dialog#folder-name-dialog");
  need(dialog, "input").value = name;
  if (await askForm(dialog, (form) => postForm(url, fieldsOf(form)))) await sidebar.changed();
}

/** @param {FormData} form without files */
function fieldsOf(form) {
  return new URLSearchParams(/** @type {any} */ (form));
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

/** @typedef {{tags: string[], known: string[]}} Tags of the conversation, and all of its owner */

/**
 * The tags of a conversation: each is added and removed at once.
 * @param {string} conversationUrl
 * @returns {Promise<boolean>} when the dialog was closed: whether anything has changed
 */
async function editTags(conversationUrl) {
  const dialog = need(document, "dialog#tags-dialog");
  const form = need(dialog, "form");
  const input = need(dialog, "input");
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
  const ariaLabel = gettext("Remove {name}", { name });
  const button = { type: "button", className: "chip", ariaLabel, onclick: remove };
  return make("li", {}, make("button", /** @type {any} */ (button), name));
}
