/** @typedef {(action: string) => void} Choose */

const GAP = 4; // px, from the button

/** @type {HTMLElement | null} */
let opener = null;
/** @type {Choose} */
let choose = () => {};
/** @type {WeakSet<HTMLElement>} Those that listen. */
const known = new WeakSet();
/** Whether the press that is going on has closed the menu of this very button. */
let closedByPress = false;

/**
 * Show a menu beside its button, or hide it if it is there. What was chosen is told by `chosen`,
 * after the focus is back on the button.
 * @param {HTMLElement} menu a popover with `role=menu`, its items with `data-action`
 * @param {HTMLElement} button
 * @param {Choose} chosen
 */
export function toggleMenu(menu, button, chosen) {
  if (closedByPress && opener === button) {
    closedByPress = false;
    return;
  }
  if (!known.has(menu)) listen(menu);
  [opener, choose] = [button, chosen];
  menu.showPopover();
  place(menu, button.getBoundingClientRect());
  button.setAttribute("aria-expanded", "true");
  itemsOf(menu)[0]?.focus();
}

addEventListener(
  "pointerdown",
  (event) => {
    const pressed = event.target instanceof Element && event.target.closest("[data-menu]");
    closedByPress = pressed === opener && opener?.getAttribute("aria-expanded") === "true";
  },
  true,
);

/** @param {HTMLElement} menu */
function listen(menu) {
  known.add(menu);
  menu.addEventListener("keydown", (event) => pressed(menu, event));
  menu.addEventListener("click", (event) => {
    const item = /** @type {Element} */ (event.target).closest("[role=menuitem]");
    if (!(item instanceof HTMLElement)) return;
    menu.hidePopover();
    opener?.focus({ preventScroll: true });
    choose(item.dataset.action ?? "");
  });
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") {
      opener?.setAttribute("aria-expanded", "false");
    }
  });
}

/** @param {HTMLElement} menu @param {KeyboardEvent} event */
function pressed(menu, event) {
  const items = itemsOf(menu);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (next !== undefined) items[next]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") {
    menu.hidePopover();
    opener?.focus({ preventScroll: true });
  } else return;
  event.stopPropagation(); // Esc closes the menu, it does not stop the reply
  if (event.key !== "Tab") event.preventDefault();
}

/** @param {HTMLElement} menu */
function itemsOf(menu) {
  const items = [...menu.querySelectorAll("[role=menuitem]:not([hidden])")];
  return /** @type {HTMLElement[]} */ (items);
}

/** @param {HTMLElement} menu @param {DOMRect} button */
function place(menu, button) {
  const { width, height } = menu.getBoundingClientRect();
  const isRightToLeft = getComputedStyle(menu).direction === "rtl";
  const left = isRightToLeft ? button.left : button.right - width;
  const below = button.bottom + GAP;
  const top = below + height > innerHeight ? button.top - GAP - height : below;
  menu.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  menu.style.top = `${Math.max(GAP, top)}px`;
}
