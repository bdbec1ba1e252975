/** What the buttons of messages, replies and the queue do. Loaded after the first look at the page. */
import { copyWith } from "./clipboard.js";
import { ChatMessage } from "./elements/chat_message.js";
import { ChatReply } from "./elements/chat_reply.js";
import { QueuedMessage } from "./elements/queued_message.js";

/**
 * @import { ChatPage } from "./chat_page.js"
 * @import { Composer } from "./composer.js"
 * @import { Edits } from "./edits.js"
 * @import { Queue } from "./queue.js"
 * @import { Thread } from "./thread.js"
 * @import { Turns } from "./turns.js"
 * @import { Versions } from "./versions.js"
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
  "copy-code"(button) {
    copyWith(button, button.closest(".code-block")?.querySelector("code")?.textContent ?? "");
  },
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
  async "previous-version"(button, { versions }) {
    (await versions).show(button);
  },
  async "next-version"(button, { versions }) {
    (await versions).show(button);
  },
  async info(button) {
    const owner = ownerOf(button);
    if (owner instanceof ChatReply) (await import("./reply_info.js")).openInfo(button, owner);
  },
  async rate(button) {
    const owner = ownerOf(button);
    if (owner instanceof ChatReply) (await import("./feedback.js")).rate(button, owner);
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
  "send-queued"(_, { queue }) {
    queue.sendFirst();
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
export function act({ target }, parts) {
  const button = /** @type {Element} */ (target).closest("button[data-action]");
  if (button instanceof HTMLButtonElement) ACTIONS[button.dataset.action ?? ""]?.(button, parts);
}

/**
 * @param {Element} button
 * @returns {ChatMessage | ChatReply | null}
 */
function ownerOf(button) {
  const owner = button.closest("chat-message, chat-reply");
  return owner instanceof ChatMessage || owner instanceof ChatReply ? owner : null;
}

/**
 * @param {Element} button
 * @returns {QueuedMessage | null}
 */
function queuedOf(button) {
  const queued = button.closest("queued-message");
  return queued instanceof QueuedMessage ? queued : null;
}
