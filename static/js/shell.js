import { around, need, untilLoaded } from "./page.js";

const phone = matchMedia("(max-width: 48rem)");

/** The sidebar on a phone: slides in over the page, which cannot be reached meanwhile. */
export class Drawer {
  #sidebar = need(document, "#sidebar");
  #main = need(document, "#main");
  #opener = need(document, "button.drawer-open");
  #scrim = need(document, ".scrim");

  constructor() {
    this.#opener.addEventListener("click", () => this.#set(true));
    this.#scrim.addEventListener("click", () => this.#set(false));
    need(this.#sidebar, "button.drawer-close").addEventListener("click", () => this.#set(false));
    phone.addEventListener("change", () => {
      if (phone.matches) this.#sidebar.inert = !this.isOpen;
      else this.#set(false);
    });
    this.#set(false);
  }

  get isOpen() {
    return document.body.hasAttribute("data-drawer");
  }

  /** @returns {boolean} whether it was open */
  close() {
    const wasOpen = this.isOpen;
    if (wasOpen) this.#set(false);
    return wasOpen;
  }

  /** @param {boolean} open */
  #set(open) {
    const wasOpen = this.isOpen;
    document.body.toggleAttribute("data-drawer", open);
    this.#sidebar.inert = phone.matches && !open;
    this.#main.inert = open;
    this.#scrim.hidden = !open;
    this.#opener.ariaExpanded = String(open);
    if (open) need(this.#sidebar, ".new-chat").focus();
    else if (wasOpen) this.#opener.focus();
  }
}

/** Brings the code of the sidebar after the first look at the page, that of its menus when one is wanted. */

/**
 * @import { Conversation } from "./events.js"
 * @import { Sidebar } from "./sidebar.js"
 */

const actions = () => import("./conversation_actions.js");

/**
 * The server has drawn the lists; what is pressed before their code has come is done then.
 * @param {HTMLElement} root
 * @param {Conversation | null} current the conversation on the page
 * @returns {Promise<Sidebar>}
 */
export function loadSidebar(root, current) {
  /** @param {MouseEvent} event */
  const early = (event) => {
    const button = around(event, ".load-more, .chip");
    if (button) sidebar.then(() => button.click());
  };
  root.addEventListener("click", early);
  const sidebar = untilLoaded(() => import("./sidebar.js")).then(({ Sidebar }) => {
    root.removeEventListener("click", early);
    return new Sidebar(root, current);
  });
  return sidebar;
}

/** @param {Promise<Sidebar>} sidebar */
export function listenForMenus(sidebar) {
  document.addEventListener("click", async (event) => {
    const button = around(event, "[data-menu]");
    if (button) (await actions()).openMenu(button, await sidebar);
    else if (around(event, "[data-action=new-folder]")) {
      (await actions()).nameFolder("/folders/", "", await sidebar);
    }
  });
  if (sessionStorage.getItem("chatsite:deleted")) {
    actions().then(async ({ offerUndo }) => offerUndo(await sidebar));
  }
}

/**
 * @typedef {{stop: () => boolean, focusComposer: () => void, closeDrawer: () => boolean}} Wishes
 *   stop and closeDrawer tell whether there was anything to do
 */

/** @param {Wishes} wishes */
export function listenForShortcuts(wishes) {
  addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open], :popover-open")) return;
    if (fulfil(nameOf(event), wishes)) event.preventDefault();
  });
  need(document, "button.shortcuts-open").addEventListener("click", showShortcuts);
  need(document, "button.search-open").addEventListener("click", search);
}

/** @param {KeyboardEvent} event */
function nameOf(event) {
  const command = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const shift = event.shiftKey ? "Shift+" : "";
  return command + shift + event.key.toLowerCase();
}

/**
 * @param {string} keys
 * @param {Wishes} wishes
 * @returns {boolean} whether the keys meant something here
 */
function fulfil(keys, { stop, focusComposer, closeDrawer }) {
  switch (keys) {
    case "escape":
      return closeDrawer() || stop();
    case "Shift+escape":
      focusComposer();
      return true;
    case "Ctrl+Shift+o":
      need(document, "a.new-chat").click();
      return true;
    case "Ctrl+k":
      search();
      return true;
    case "Ctrl+/":
      showShortcuts();
      return true;
    default:
      return false;
  }
}

async function search() {
  const { openSearch } = await import("./search.js");
  await openSearch();
}

function showShortcuts() {
  need(document, "dialog#shortcuts-dialog").showModal();
}
