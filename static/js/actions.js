import { wordsOf } from "./dialogs.js";
import { ChatMessage } from "./elements/chat_message.js";
import { ChatReply } from "./elements/chat_reply.js";
import { around, fetchPiece, gettext, make, need, postForm, sayIn } from "./page.js";
import { QueuedMessage } from "./queue.js";
import { copyCode, copyWith } from "./sharing.js";

/**
 * @import { ChatPage } from "./chat_page.js"
 * @import { Composer } from "./composer.js"
 * @import { Edits } from "./edits.js"
 * @import { Versions } from "./places.js"
 * @import { Queue } from "./queue.js"
 * @import { Thread } from "./thread.js"
 * @import { Turns } from "./turns.js"
 */

/** What the buttons of messages, replies and the queue do. Loaded after the first look at the page. */

/**
 * @typedef {{page: ChatPage, thread: Thread, turns: Turns, queue: Queue, composer: Composer,
 *   edits: Promise<Edits>, versions: Promise<Versions>}} Parts
 * @typedef {(button: HTMLButtonElement, parts: Parts) => void} Action
 */

/** @type {Record<string, Action>} What a button does, by its data-action. */
const ACTIONS = {
  copy(button) {
    const owner = ownerOf(button);
    if (owner) copyWith(button, owner.text);
  },
  "copy-code": copyCode,
  retry(button, { page }) {
    const id = ownerOf(button)?.messageId;
    if (id) page.retry(id);
  },
  continue(button, { page }) {
    const id = ownerOf(button)?.messageId;
    if (id) page.retry(id, { goesOn: true });
  },
  async edit(button, { edits }) {
    (await edits).open(ownerOf(button));
  },
  "previous-version": showVersion,
  "next-version": showVersion,
  async info(button) {
    const owner = ownerOf(button);
    if (owner instanceof ChatReply) (await import("./reply_details.js")).openInfo(button, owner);
  },
  rate(button) {
    const owner = ownerOf(button);
    if (owner instanceof ChatReply) rate(button, owner);
  },
  expand(button) {
    const owner = ownerOf(button);
    if (owner instanceof ChatMessage) owner.toggle();
  },
  "send-now"(button, { thread, turns }) {
    const clientId = thread.clientIdOf(ownerOf(button));
    if (clientId) turns.sendNow(clientId);
  },
  "cancel-send"(button, { thread, turns }) {
    const clientId = thread.clientIdOf(ownerOf(button));
    if (clientId) turns.cancel(clientId);
  },
  "edit-queued"(button) {
    queuedOf(button)?.edit();
  },
  "keep-queued"(button) {
    queuedOf(button)?.stopEditing();
  },
  "cancel-queued"(button, { queue }) {
    const queued = queuedOf(button);
    if (queued) queue.cancel(queued);
  },
  "send-queued"(_, { composer, queue }) {
    queue.sendFirst();
    composer.focusOnArrival();
  },
  starter(button, { composer }) {
    composer.fill(button.dataset.prompt ?? "");
    composer.submit();
  },
};

/**
 * @param {MouseEvent} event
 * @param {Parts} parts
 */
export function act(event, parts) {
  const button = around(event, "button[data-action]");
  if (button) ACTIONS[button.dataset.action ?? ""]?.(button, parts);
}

/** @type {Action} */
async function showVersion(button, { versions }) {
  (await versions).show(button);
}

/**
 * @param {Element} button
 * @returns {ChatMessage | ChatReply | null}
 */
function ownerOf(button) {
  return button.closest("chat-message, chat-reply");
}

/**
 * @param {Element} button
 * @returns {QueuedMessage | null}
 */
function queuedOf(button) {
  const queued = button.closest("queued-message");
  return queued instanceof QueuedMessage ? queued : null;
}

// Thumbs at replies, and the form for words.

let last = Promise.resolve(); // one press after the other: the last one counts

/**
 * A second press of a thumb takes it back; the button without a value is for the words.
 * @param {HTMLButtonElement} button
 * @param {ChatReply} reply
 */
function rate(button, reply) {
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
  const before = reply.rating;
  const rating = before === thumb.value ? undefined : thumb.value;
  close(reply);
  reply.rating = rating;
  try {
    if (rating) await postForm(urlOf(reply), { rating });
    else await postForm(urlOf(reply), {}, "DELETE");
  } catch (error) {
    reply.rating = before;
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
    reply.rating = fields.get("rating") ?? undefined;
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
 * Where its reader is told what came of it; empty, so that what comes is spoken.
 * @param {ChatReply} reply
 */
function noteOf(reply) {
  let note = reply.querySelector(".feedback-note");
  if (!note) {
    note = make("p", { className: "feedback-note", role: "status" });
    need(reply, ".reply-footer").after(note);
  }
  note.textContent = "";
  return note;
}

/** @param {ChatReply} reply */
function urlOf(reply) {
  return `/feedback/${reply.messageId}/`;
}
