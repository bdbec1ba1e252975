/** Thumbs at replies, and the form for words. Loaded when the first of them is pressed. */
import { wordsOf } from "./dialog_form.js";
import { fetchPiece, postForm } from "./http.js";
import { gettext } from "./i18n.js";
import { ratings, showRating } from "./ratings.js";
import { need, sayIn } from "./template.js";

/** @import { ChatReply } from "./elements/chat_reply.js" */

let last = Promise.resolve(); // one press after the other: the last one counts

/**
 * A second press of a thumb takes it back; the button without a value is for the words.
 * @param {HTMLButtonElement} button
 * @param {ChatReply} reply
 */
export function rate(button, reply) {
  last = last.then(() => (button.value ? press : comment)(button, reply));
}

/**
 * Open the form, or close it.
 * @param {HTMLButtonElement} opener
 * @param {ChatReply} reply
 */
async function comment(opener, reply) {
  const note = noteOf(reply);
  if (close(reply)) return;
  try {
    open(need(await fetchPiece(urlOf(reply)), "form"), opener, reply);
  } catch (error) {
    note.textContent = wordsOf(error);
  }
}

/**
 * @param {HTMLButtonElement} thumb
 * @param {ChatReply} reply
 */
async function press(thumb, reply) {
  const note = noteOf(reply);
  const before = ratings.get(reply.messageId);
  const rating = before === thumb.value ? undefined : thumb.value;
  close(reply);
  show(reply, rating);
  try {
    if (rating) await postForm(urlOf(reply), { rating });
    else await postForm(urlOf(reply), {}, "DELETE");
  } catch (error) {
    show(reply, before);
    note.textContent = wordsOf(error);
    return;
  }
  if (rating) await comment(thumb, reply);
  else note.textContent = gettext("Your feedback is taken back.");
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} opener gets the focus back
 * @param {ChatReply} reply
 */
function open(form, opener, reply) {
  const leave = () => {
    form.remove();
    opener.focus();
  };
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation(); // it is not a reply that is to stop
    leave();
  });
  need(form, "[type=button]").addEventListener("click", leave);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = need(form, ".feedback-problem");
    const fields = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    sayIn(problem, "");
    try {
      await postForm(form.action, fields);
    } catch (error) {
      sayIn(problem, wordsOf(error)); // and what was typed stays
      return;
    }
    show(reply, fields.get("rating") ?? undefined);
    if (form.isConnected) leave();
    noteOf(reply).textContent = gettext("Thank you. Your feedback is saved.");
  });
  need(reply, ".reply-footer").after(form);
  form.focus();
}

/**
 * @param {ChatReply} reply
 * @returns {boolean} whether a form was open
 */
function close(reply) {
  const form = reply.querySelector(".feedback-form");
  form?.remove();
  return form !== null;
}

/**
 * @param {ChatReply} reply
 * @param {string | undefined} rating
 */
function show(reply, rating) {
  ratings.set(reply.messageId, rating);
  showRating(reply, reply.messageId);
}

/**
 * Where its reader is told what came of it; empty, so that what comes is spoken.
 * @param {ChatReply} reply
 */
function noteOf(reply) {
  let note = reply.querySelector(".feedback-note");
  if (!note) {
    note = document.createElement("p");
    note.className = "feedback-note";
    note.role = "status";
    need(reply, ".reply-footer").after(note);
  }
  note.textContent = "";
  return note;
}

/** @param {ChatReply} reply */
function urlOf(reply) {
  return `/feedback/${reply.messageId}/`;
}
