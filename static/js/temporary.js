/** A temporary chat: no socket, no outbox and no drafts, so nothing of it is anywhere else. */

import { Composer } from "./composer.js";
import { closeDialogsOnBackdrop, closeMenuAfterUse } from "./dialogs.js";
import { ChatMessage } from "./elements/chat_message.js";
import { ChatReply } from "./elements/chat_reply.js";
import { Announcer, ScrollFollower } from "./following.js";
import { TemporaryTurns } from "./http_replies.js";
import { around, fromTemplate, gettext, need, postForm } from "./page.js";
import { copyCode, copyWith } from "./sharing.js";
import { Drawer, listenForShortcuts, loadSidebar } from "./shell.js";
import { Drafts, newClientId } from "./unsent.js";
import { announcementOfEnd } from "./wording.js";

/** @import { Message, ReplyEvent } from "./events.js" */

const NOWHERE = { getItem: () => null, setItem() {}, removeItem() {} };

const banner = need(document, ".temporary-banner");
const saveButton = need(banner, "button.temporary-save");
const thread = need(document, ".thread");
const token = need(document, "input[name=csrfmiddlewaretoken]").value;
const turns = new TemporaryTurns({ url: banner.dataset.answer ?? "", token });
const composer = new Composer(need(document, "form.composer"), new Drafts(NOWHERE, ""), null);
const follower = new ScrollFollower(
  need(document, ".thread-scroller"),
  [thread],
  need(document, "button.to-bottom"),
);
const announcer = new Announcer(need(document, "#announcer"));
const drawer = new Drawer();
const form = newClientId(); // of one chat, however often it is saved
let isSaved = false;

loadSidebar(need(document, "#sidebar"), null);
composer.addEventListener("send", (event) => {
  say(/** @type {CustomEvent<string>} */ (event).detail);
});
composer.addEventListener("stop", () => turns.stop());
saveButton.addEventListener("click", save);
addEventListener("beforeunload", (event) => {
  if (!turns.isEmpty && !isSaved) event.preventDefault();
});
need(document, "#main").addEventListener("click", clicked);
listenForShortcuts({
  stop,
  focusComposer: () => composer.focus(),
  closeDrawer: () => drawer.close(),
});
closeDialogsOnBackdrop();
closeMenuAfterUse(need(document, "details.account"));
composer.focusOnArrival();
composer.catchUp();

/** @param {string} text */
function say(text) {
  turns.say(text);
  const message = /** @type {ChatMessage} */ (fromTemplate("chat-message-template"));
  message.showMessage(asMessage("user", text));
  thread.append(message);
  answer();
}

/** Ask for the reply to the last message, and show it while it comes. */
async function answer() {
  const reply = /** @type {ChatReply} */ (fromTemplate("chat-reply-template"));
  reply.showMessage(asMessage("assistant", ""));
  thread.append(reply);
  let seq = 0;
  const events = turns.reply();
  const first = events.next(); // from now on it is being asked
  refresh();
  follower.follow();
  for (let told = await first; !told.done; told = await events.next()) {
    reply.receive(frame(reply, seq, told.value));
    seq += 1;
  }
  announcer.say(announcementOfEnd(reply.state, reply.text));
  refresh();
}

/**
 * As the socket would tell it.
 * @param {ChatReply} reply
 * @param {number} after
 * @param {ReplyEvent} event
 */
function frame(reply, after, event) {
  const id = reply.messageId ?? "";
  const place = { after, seq: after + 1 };
  return {
    type: /** @type {const} */ ("reply"),
    generation: id,
    message: id,
    ...place,
    events: [event],
  };
}

/**
 * @param {"user" | "assistant"} role
 * @param {string} text
 * @returns {Message}
 */
function asMessage(role, text) {
  const id = newClientId();
  const created_at = new Date().toISOString();
  const begun = { id, status: "active", model: null, usage: {} }; // its figures come with events
  const generation = role === "user" ? null : /** @type {any} */ (begun);
  const alone = { parent: null, siblings: [id], is_edited: false, tool_calls: [] };
  return { id, ...alone, role, text, reasoning: "", created_at, generation };
}

function refresh() {
  composer.mode = turns.isAsking ? "stop" : "send";
  document.body.toggleAttribute("data-busy", turns.isAsking);
  document.body.toggleAttribute("data-empty", turns.isEmpty);
  saveButton.hidden = turns.isEmpty || turns.isAsking;
}

function stop() {
  const wasAsking = turns.isAsking;
  turns.stop();
  return wasAsking;
}

async function save() {
  saveButton.disabled = true;
  try {
    const saved = await postForm(banner.dataset.save ?? "", { messages: turns.toJson(), form });
    isSaved = true;
    location.assign(String(saved.url));
  } catch {
    saveButton.disabled = false;
    composer.showProblem(gettext("The chat could not be saved. Try again."));
  }
}

/** @param {MouseEvent} event */
function clicked(event) {
  const button = around(event, "button[data-action]");
  if (!button) return;
  const owner = button.closest("chat-message, chat-reply");
  const { action, prompt } = button.dataset;
  if (action === "starter") {
    composer.fill(prompt ?? "");
    composer.submit();
  } else if (action === "copy-code") copyCode(button);
  else if (action === "expand" && owner instanceof ChatMessage) owner.toggle();
  else if (action === "retry" && !turns.isAsking) {
    turns.unsay();
    owner?.remove();
    answer();
  } else if (action === "copy") {
    if (owner instanceof ChatMessage || owner instanceof ChatReply) copyWith(button, owner.text);
  }
}
