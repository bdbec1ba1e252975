import { fetchPiece } from "./page.js";

const LONGEST_WAIT_MS = 3000;

const place = /** @type {HTMLElement} */ (document.querySelector(".announcements"));

place.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  event.preventDefault();
  const headers = { Accept: "application/json" };
  await fetch(form.action, { method: "POST", headers, body: new FormData(form) });
  form.parentElement?.remove();
});

/** What is announced now. The place is a live region, so it is spoken as well. All open pages are
 * told at once, and do not ask at once. */
export async function showAnnouncements() {
  await new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS * Math.random()));
  place.replaceChildren(await fetchPiece(place.dataset.url ?? ""));
}
