/** The page of two replies to one message. Each comes over a connection of its own. */

import { ChatReply } from "./elements/chat_reply.js";
import { Announcer, ScrollFollower } from "./following.js";
import { around, fetchPiece, fromTemplate, gettext, need } from "./page.js";
import { copyCode, copyWith } from "./sharing.js";
import { Connection, ConnectionBanner } from "./socket.js";
import { Drafts, Resumes } from "./unsent.js";
import { announcementOfEnd } from "./wording.js";

/** @import { Model, ReplyFrame, ServerFrame } from "./events.js" */

const QUIET_MS = 15_000; // a reply silent for so long may have lost its last frame: ask

const { user = "", conversation = "" } = document.body.dataset;
const stopBoth = need(document, "button.compare-stop-both");
const done = need(document, ".compare-done");
const announcer = new Announcer(need(document, "#announcer"));

/** One of the two. It is followed while it is written. */
class Side {
  #root;
  #reply = /** @type {ChatReply} */ (fromTemplate("chat-reply-template"));
  #connection = new Connection("/ws/");
  #resumes = new Resumes((frame) => this.#connection.send(frame));
  #heardAt = 0;
  #isUnwanted = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    const scroller = need(root, ".compare-scroller");
    scroller.append(this.#reply);
    this.#reply.showMessage(JSON.parse(need(root, "script").text));
    this.#stop.addEventListener("click", () => this.stop());
    if (!this.isActive) return;
    const toBottom = need(root, "button.to-bottom");
    new ScrollFollower(scroller, [this.#reply], toBottom).follow();
    this.#connection.addEventListener("ready", () => this.#connected());
    this.#connection.addEventListener("frame", (event) => {
      this.#receive(/** @type {CustomEvent<ServerFrame>} */ (event).detail);
    });
    setInterval(() => {
      if (performance.now() - this.#heardAt > QUIET_MS) this.#resume();
    }, QUIET_MS);
    this.#connection.open();
  }

  get connection() {
    return this.#connection;
  }

  get isActive() {
    return this.#reply.active;
  }

  /** Whether there is something to go on from. */
  get isGood() {
    return this.#reply.text.trim() !== "";
  }

  get #stop() {
    return need(this.#root, "button.compare-stop");
  }

  stop() {
    if (!this.isActive) return;
    this.#isUnwanted = true;
    this.#reply.stopping = true;
    this.#connected();
  }

  /** @param {boolean} canChoose whether both have ended */
  show(canChoose) {
    const hasFailed = !this.isActive && (!this.isGood || this.#reply.state.phase === "failed");
    this.#stop.hidden = !this.isActive;
    need(this.#root, "[data-for=good]").hidden = !canChoose || !this.isGood;
    need(this.#root, "[data-for=bad]").hidden = !hasFailed;
  }

  #connected() {
    const generation = this.#reply.stream?.generation ?? "";
    if (this.#isUnwanted) this.#connection.send({ type: "stop", generation });
    this.#resumes.clear();
    this.#resume();
  }

  #resume() {
    const { stream } = this.#reply;
    if (stream && this.isActive) this.#resumes.ask(stream.generation, stream.seq);
  }

  /** @param {ServerFrame} frame */
  #receive(frame) {
    if (frame.type === "hello" || frame.type === "model") {
      const { model: site, models } = frame;
      const name = this.#reply.generation?.model ?? site.name;
      /** @type {Model} */
      const absent = { ...site, name, state: "absent" };
      this.#reply.model = [site, ...models].find((one) => one.name === name) ?? absent;
    } else if (frame.type === "reply") this.#tell(frame);
    else if (frame.type === "gone")
      location.reload(); // it is saved
    else if (frame.type === "activity") this.#see(frame.conversation.id);
    else if (frame.type === "error" && frame.in_reply_to === "stop") {
      this.#isUnwanted = this.#reply.stopping = false;
    }
  }

  /** @param {ReplyFrame} frame */
  #tell(frame) {
    if (!this.isActive) return;
    this.#heardAt = performance.now();
    const { outcome } = this.#reply.receive(frame);
    if (outcome === "gap") this.#resume();
    if (outcome !== "applied") return;
    this.#resumes.arrived(frame.generation);
    if (!this.isActive) this.#ended();
  }

  #ended() {
    const { state, text, calls } = this.#reply;
    const words = announcementOfEnd(state, text, calls);
    const name = need(this.#root, ".compare-name").textContent;
    const isUrgent = state.phase === "failed";
    announcer.say(gettext("{name}: {words}", { name, words }), { isUrgent });
    refresh();
  }

  /** @param {string} changed a conversation in which something has happened */
  #see(changed) {
    if (changed === conversation && !this.isActive && !document.hidden) {
      this.#connection.send({ type: "seen", conversation });
    }
  }
}

const sides = [...document.querySelectorAll(".compare-side")].map(
  (root) => new Side(/** @type {HTMLElement} */ (root)),
);

function refresh() {
  const isWriting = sides.some((side) => side.isActive);
  const hadFocus = document.activeElement;
  for (const side of sides) side.show(!isWriting);
  stopBoth.hidden = !isWriting;
  done.hidden = isWriting || !sides.every((side) => side.isGood);
  if (hadFocus instanceof HTMLButtonElement && hadFocus.hidden) need(document, "main").focus();
}

function stop() {
  for (const side of sides) side.stop();
}

/** What was sent is safe with the server: its draft may go. */
function forgetDraft() {
  const drafts = new Drafts(localStorage, user);
  const said = need(document, ".message-text").textContent.trim();
  for (const key of [conversation, null]) {
    if (drafts.read(key).trim() === said) drafts.write(key, "");
  }
}

const written = sides.filter((side) => side.isActive);
if (written[0]) {
  const banner = need(document, "#connection-banner");
  new ConnectionBanner(banner, ...written.map((side) => side.connection));
  announcer.say(gettext("Two replies are being written."));
}
stopBoth.addEventListener("click", stop);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) stop();
});
need(document, "main").addEventListener("click", (event) => {
  const button = around(event, "button[data-action]");
  if (!button) return;
  const reply = button.closest("chat-reply");
  const { action } = button.dataset;
  if (action === "copy-code") copyCode(button);
  else if (reply instanceof ChatReply) {
    if (action === "info") tellOf(button, reply);
    else copyWith(button, reply.text); // no other button is here
  }
});

/** @param {HTMLButtonElement} button @param {ChatReply} reply */
async function tellOf(button, reply) {
  if (reply.generation?.status === "active") {
    const saved = await fetchPiece(location.href).catch(() => null); // no event tells its figures
    const found = saved?.querySelector(`[id="${reply.messageId}"]`); // not, if another pair is there
    if (found) reply.showMessage(JSON.parse(found.textContent ?? ""));
  }
  (await import("./reply_details.js")).openInfo(button, reply);
}

forgetDraft();
refresh();
