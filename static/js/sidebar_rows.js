import { around, fromTemplate, need } from "./page.js";

/** @import { Conversation } from "./events.js" */

/** @param {Conversation} conversation one that the list does not have yet, nor its title */
export function newEntry({ id, url }) {
  const entry = fromTemplate("conversation-template");
  entry.dataset.id = id;
  need(entry, "a").href = url;
  return entry;
}

const STEPS = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });

/**
 * The lists as one stop of the Tab key: arrows go from row to row, and a row that moves or goes
 * takes no focus with it. A row is a conversation or a folder; beside its link stands its menu.
 */
export class SidebarKeys {
  #lists;

  /** @param {HTMLElement} lists */
  constructor(lists) {
    this.#lists = lists;
    lists.addEventListener("keydown", (event) => this.#pressed(event));
    lists.addEventListener("focusin", (event) => this.settle(rowOf(event.target) ?? undefined));
  }

  /**
   * Which row the Tab key leads to.
   * @param {Element | null} row if it is not the present one, or that of the page
   */
  settle(row = this.#current()) {
    for (const one of this.#lists.querySelectorAll("a, .more, summary")) {
      /** @type {HTMLElement} */ (one).tabIndex = rowOf(one) === row ? 0 : -1;
    }
  }

  /** @param {() => void} change after which other elements may stand there */
  keepFocus(change) {
    const focused = document.activeElement;
    const row = this.#lists.contains(focused) ? rowOf(focused) : null;
    const index = row ? this.#rows().indexOf(row) : -1;
    const what = focused?.matches(".more") ? ".more" : "a, summary";
    const other = row ? null : this.#selectorOf(focused);
    change();
    if (other) this.#focus(this.#lists.querySelector(other));
    if (!row) return;
    const rows = this.#rows();
    const same = rows.find((one) => one.dataset.id === row.dataset.id);
    const next = same ?? rows[Math.min(Math.max(index, 0), rows.length - 1)];
    this.#focus(next?.querySelector(same ? what : "a, summary") ?? null);
  }

  /** @param {Element | null} element */
  #focus(element) {
    const target = element ?? need(document, ".new-chat");
    /** @type {HTMLElement} */ (target).focus({ preventScroll: true });
  }

  /**
   * By which a button that stands in no row is found again.
   * @param {Element | null} button
   */
  #selectorOf(button) {
    if (!this.#lists.contains(button)) return null;
    const { tag, action } = /** @type {HTMLElement} */ (button).dataset;
    return tag ? `[data-tag="${tag}"]` : action ? `[data-action="${action}"]` : ".load-more";
  }

  #current() {
    const rows = this.#rows();
    return (
      rows.find((row) => row.contains(document.activeElement)) ??
      rows.find((row) => row.querySelector(":scope > [aria-current]")) ??
      rows[0] ??
      null
    );
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const row = rowOf(event.target);
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement) return;
    const rows = this.#rows();
    const at = rows.indexOf(row);
    const next =
      { Home: rows[0], End: rows.at(-1) }[event.key] ?? rows[at + (STEPS[event.key] ?? Number.NaN)];
    if (!next) return;
    event.preventDefault();
    need(next, "a, summary").focus();
  }

  /** Those in sight, from top to bottom. */
  #rows() {
    const rows = [...this.#lists.querySelectorAll(".conversation, .folder")];
    return /** @type {HTMLElement[]} */ (rows.filter((row) => row.checkVisibility()));
  }
}

/** @param {EventTarget | null} element */
function rowOf(element) {
  const row = /** @type {Element} */ (element).closest(".conversation, .folder");
  return /** @type {HTMLElement | null} */ (row);
}

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
  button.ariaExpanded = "true";
  itemsOf(menu)[0]?.focus();
}

addEventListener(
  "pointerdown",
  (event) => {
    const pressed = around(event, "[data-menu]");
    closedByPress = pressed === opener && opener?.ariaExpanded === "true";
  },
  true,
);

/** @param {HTMLElement} menu */
function listen(menu) {
  known.add(menu);
  menu.addEventListener("keydown", (event) => pressed(menu, event));
  menu.addEventListener("click", (event) => {
    const item = around(event, "[role=menuitem]");
    if (!item) return;
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

/**
 * A field in place of a title, until Enter, Esc or a click elsewhere.
 * @param {HTMLElement} shown hidden meanwhile
 * @param {HTMLElement} back gets the focus when it was ended by a key
 * @param {(title: string) => void} save called only with another title than the present one
 */
export function renameInPlace(shown, back, save) {
  const input = /** @type {HTMLInputElement} */ (fromTemplate("rename-template"));
  const before = shown.textContent.trim();
  input.value = before;
  shown.hidden = true;
  shown.after(input);
  input.select();
  let done = false;
  /** @param {boolean} isWanted */
  const end = (isWanted) => {
    if (done) return;
    done = true;
    const title = input.value.trim();
    input.remove();
    shown.hidden = false;
    if (isWanted && title && title !== before) save(title);
  };
  input.addEventListener("blur", () => end(true));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    event.stopPropagation(); // Esc ends the renaming, it does not stop the reply
    if (event.key !== "Enter" && event.key !== "Escape") return;
    end(event.key === "Enter");
    back.focus();
  });
}
