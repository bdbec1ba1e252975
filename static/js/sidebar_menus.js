/** Brings the code of the menus when one is first wanted. */

/** @import { Sidebar } from "./sidebar.js" */

const actions = () => import("./conversation_actions.js");

/** @param {Sidebar} sidebar */
export function listenForMenus(sidebar) {
  document.addEventListener("click", async (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = target.closest("[data-menu]");
    if (button instanceof HTMLElement) (await actions()).openMenu(button, sidebar);
    else if (target.closest("[data-action=new-folder]")) {
      (await actions()).nameFolder("/folders/", "", sidebar);
    }
  });
  if (sessionStorage.getItem("chatsite:deleted")) {
    actions().then(({ offerUndo }) => offerUndo(sidebar));
  }
}
