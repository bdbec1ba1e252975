/**
 * The keys of the review page: each presses the button, link or box that names it in
 * `aria-keyshortcuts`. Labels are saved as they are put. Without this the page's forms do the same.
 */

const page = /** @type {HTMLElement} */ (document.querySelector(".triage"));
const form = /** @type {HTMLFormElement | null} */ (page.querySelector("[data-labels]"));

/** One request at a time, so that the last press is the last to arrive. */
let saving = Promise.resolve(true);

for (const button of page.querySelectorAll("[data-scripts-do]")) button.remove();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return sendNote(event);
  if (isTyping(event.target)) return event.key === "Escape" && leave(event.target);
  if (event.key === "?") return toggleKeys();
  const target = page.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (!(target instanceof HTMLElement) || target.matches(":disabled")) return;
  event.preventDefault();
  if (target instanceof HTMLTextAreaElement) target.focus();
  else target.click();
});

form?.addEventListener("change", () => {
  saving = saving.then(saveLabels, saveLabels);
});

// What was pressed last is to be saved before the page is left for the next.
form?.addEventListener("submit", (event) => {
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (button?.value === "take") {
    event.preventDefault();
    saving = saving.then(() => send("take"));
  }
});

// The next page would cut off what is being saved. Where that fails it says so here, once.
page.addEventListener("click", async (event) => {
  const pressed = event.target instanceof Element ? event.target : null;
  const link = pressed?.closest("a[rel=next], a[rel=prev]");
  if (!(link instanceof HTMLAnchorElement) || opensElsewhere(event)) return;
  event.preventDefault();
  if (await saving) location.assign(link.href);
  else saving = Promise.resolve(true);
});

/** @param {MouseEvent} event */
function opensElsewhere(event) {
  return event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}

/** @param {KeyboardEvent} event */
function sendNote(event) {
  const box = event.target;
  if (event.key === "Enter" && box instanceof HTMLTextAreaElement) {
    box.form?.requestSubmit(box.form.querySelector("button"));
  }
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return (
    target instanceof HTMLElement && target.matches("textarea, select, input:not([type=checkbox])")
  );
}

/** @param {EventTarget | null} target */
function leave(target) {
  if (target instanceof HTMLElement) target.blur();
}

function toggleKeys() {
  const keys = /** @type {HTMLDetailsElement} */ (page.querySelector("[data-keys]"));
  keys.open = !keys.open;
  if (keys.open) keys.scrollIntoView({ block: "nearest" });
}

function saveLabels() {
  return send("labels");
}

/**
 * @param {string} action
 * @returns {Promise<boolean>} whether it is saved
 */
async function send(action) {
  if (!form) return true;
  const body = new FormData(form);
  body.set("action", action);
  const headers = { Accept: "application/json" };
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      body,
      headers,
      keepalive: true,
    });
    const told = await answer.json();
    if (told.error) {
      say(told.error);
      return false;
    }
    show("[data-state]", told.state);
    show("[data-assignee]", told.assignee);
    say(action === "take" ? "It is yours." : "Labels saved.");
    return true;
  } catch {
    say("This could not be saved. Is the site away?");
    return false;
  }
}

/**
 * @param {string} selector
 * @param {string} words
 */
function show(selector, words) {
  const place = page.querySelector(selector);
  if (place) place.textContent = words;
}

/** @param {string} words */
function say(words) {
  show("[data-saved]", words);
}

export {};
