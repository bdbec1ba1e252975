/** Brings the code of the sidebar after the first look at the page, that of its menus when one is wanted. */
import { untilLoaded } from "./loading.js";

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
  const early = ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button.load-more, button.chip");
    if (button instanceof HTMLElement) sidebar.then(() => button.click());
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
    const target = /** @type {Element} */ (event.target);
    const button = target.closest("[data-menu]");
    if (button instanceof HTMLElement) (await actions()).openMenu(button, await sidebar);
    else if (target.closest("[data-action=new-folder]")) {
      (await actions()).nameFolder("/folders/", "", await sidebar);
    }
  });
  if (sessionStorage.getItem("chatsite:deleted")) {
    actions().then(async ({ offerUndo }) => offerUndo(await sidebar));
  }
}
