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
      if (one instanceof HTMLElement) one.tabIndex = rowOf(one) === row ? 0 : -1;
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
    const target = element ?? document.querySelector(".new-chat");
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  }

  /**
   * By which a button that stands in no row is found again.
   * @param {Element | null} button
   */
  #selectorOf(button) {
    if (!(button instanceof HTMLElement) || !this.#lists.contains(button)) return null;
    const { tag, action } = button.dataset;
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
    const link = next.querySelector("a, summary");
    if (link instanceof HTMLElement) link.focus();
  }

  /** Those in sight, from top to bottom. */
  #rows() {
    const rows = [...this.#lists.querySelectorAll(".conversation, .folder")];
    return /** @type {HTMLElement[]} */ (rows.filter((row) => row.checkVisibility()));
  }
}

/** @param {EventTarget | null} element */
function rowOf(element) {
  const row = element instanceof Element ? element.closest(".conversation, .folder") : null;
  return row instanceof HTMLElement ? row : null;
}
