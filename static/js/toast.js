import { gettext } from "./i18n.js";

const SHOWN_MS = 8_000;

/** Screen readers hear only what comes into a region that is there already. */
const region = document.createElement("div");
region.className = "toasts";
region.setAttribute("role", "status");
document.body.append(region);

/**
 * A short notice at the edge of the page. It goes by itself; not while somebody points at it, nor
 * while the page is out of sight.
 * @param {string} words
 * @param {{href?: string}} [options] href: where the words lead
 */
export function showToast(words, { href } = {}) {
  const toast = document.createElement("div");
  toast.className = "toast";
  const text = document.createElement(href ? "a" : "span");
  if (text instanceof HTMLAnchorElement && href) text.href = href;
  text.textContent = words;
  text.dir = "auto";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "icon-button";
  close.setAttribute("aria-label", gettext("Close this notice"));
  close.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#icon-close" /></svg>';
  close.addEventListener("click", () => toast.remove());
  toast.append(text, close);
  region.append(toast);
  removeInTime(toast);
}

/** @param {HTMLElement} toast */
function removeInTime(toast) {
  let left = SHOWN_MS;
  const timer = setInterval(() => {
    const isRead = toast.matches(":hover, :focus-within") || document.hidden;
    if (!isRead) left -= 500;
    if (left > 0 && toast.isConnected) return;
    clearInterval(timer);
    toast.remove();
  }, 500);
}
