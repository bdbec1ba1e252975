import { hasEnded } from "./events.js";
import { gettext } from "./page.js";
import { Resumes, Stopping } from "./unsent.js";
import { announcementOfEnd } from "./wording.js";

/**
 * @import { Announcer, ScrollFollower } from "./following.js"
 * @import { Composer } from "./composer.js"
 * @import { ChatReply } from "./elements/chat_reply.js"
 * @import { Connection, ConnectionBanner } from "./socket.js"
 * @import { Earlier, Versions } from "./places.js"
 * @import { ConversationSettings, ModelStatus } from "./top_bar.js"
 * @import { Edits } from "./edits.js"
 * @import { AcceptedFrame, Conversation, ProtocolError, QueueFrame, RefusedFrame, ReplyFrame,
 *   ServerFrame, Snapshot } from "./events.js"
 * @import { OutgoingTurn } from "./unsent.js"
 * @import { Queue } from "./queue.js"
 * @import { Sidebar } from "./sidebar.js"
 * @import { Thread } from "./thread.js"
 * @import { Turns } from "./turns.js"
 * @typedef {{connection: Connection, thread: Thread, turns: Turns, queue: Queue,
 *   edits: Promise<Edits>, earlier: Promise<Earlier>, versions: Promise<Versions>, sidebar: Promise<Sidebar>,
 *   composer: Composer,
 *   follower: ScrollFollower, modelStatus: ModelStatus, settings: ConversationSettings,
 *   connectionBanner: ConnectionBanner, announcer: Announcer,
 *   showTitle: (title: string | null) => void, threadChanged: () => void,
 *   movedTo: (conversation: Conversation) => void}} Parts
 */

const WATCH_AGAIN_AFTER_MS = 2_000;
const QUIET_MS = 15_000; // a reply silent for so long may have lost its last frame: ask

/** What each frame of the server, and each wish of the reader, does to the parts of the page. */
export class ChatPage {
  #parts;
  /** @type {string | null} */
  #conversation;
  #stopping;
  #resumes;
  #heardAt = 0;
  #isDeleted = false;

  /**
   * @param {Parts} parts
   * @param {string | null} conversation
   */
  constructor(parts, conversation) {
    this.#parts = parts;
    this.#conversation = conversation;
    this.#stopping = new Stopping(parts.connection, parts.thread);
    this.#resumes = new Resumes((frame) => parts.connection.send(frame));
    setInterval(() => this.#askIfQuiet(), QUIET_MS);
  }

  /** The one that is open; null: none has begun. */
  get conversation() {
    return this.#conversation;
  }

  /** After the server's hello: say again whatever it may have missed. */
  connected() {
    const { turns } = this.#parts;
    this.#resumes.clear();
    this.#parts.versions.then((versions) => versions.giveUp());
    this.#watch();
    this.#parts.earlier.then((earlier) => earlier.connected());
    turns.sendAll();
    this.#parts.edits.then((edits) => edits.connected());
    this.#stopping.sayAgain();
  }

  /** @param {ServerFrame} frame */
  receive(frame) {
    switch (frame.type) {
      case "hello":
      case "model":
        this.#parts.modelStatus.show(frame);
        this.#parts.thread.models = this.#parts.modelStatus;
        break;
      case "snapshot":
        this.showSnapshot(frame);
        break;
      case "older":
        if (frame.conversation !== this.#conversation) break;
        this.#parts.earlier.then((earlier) => {
          earlier.receive(frame);
          this.#parts.threadChanged();
        });
        break;
      case "accepted":
        this.#accept(frame);
        break;
      case "edited":
        this.#parts.edits.then((edits) => edits.edited(frame.client_id));
        this.#parts.sidebar.then((sidebar) => sidebar.moveToTop(frame.conversation));
        break;
      case "queue":
        this.#queued(frame);
        break;
      case "refused":
        this.#refuse(frame);
        break;
      case "reply":
        this.#receiveReply(frame);
        break;
      case "stopping":
        this.#stopping.mark(frame.generation);
        this.refresh();
        break;
      case "gone":
        this.#watch();
        break;
      case "error":
        this.#showError(frame.error, frame.in_reply_to);
        break;
    }
  }

  /** @param {Snapshot} snapshot */
  showSnapshot(snapshot) {
    const { thread, queue, settings, showTitle } = this.#parts;
    if (snapshot.conversation.id !== this.#conversation) return;
    thread.showSnapshot(snapshot);
    this.#parts.earlier.then((earlier) => earlier.refresh());
    this.#parts.threadChanged();
    queue.show(snapshot.queue, snapshot.conversation.id);
    document.body.toggleAttribute("data-read-only", !snapshot.may_write);
    settings.show(snapshot.settings);
    this.#parts.sidebar.then((sidebar) => sidebar.show(snapshot.conversation));
    if (this.#isDeleted) this.#parts.composer.showProblem("");
    this.#isDeleted = false;
    showTitle(snapshot.conversation.title);
    this.refresh();
  }

  /** @param {string} before */
  askOlder(before) {
    const conversation = this.#conversation;
    if (conversation) this.#parts.connection.send({ type: "older", conversation, before });
  }

  /** @param {string} text */
  send(text) {
    const { turns, settings } = this.#parts;
    const { team } = document.body.dataset;
    const of = team && !this.#conversation ? { team } : {};
    turns.send(this.#conversation, text, { ...settings.ofFirstMessage, ...of });
    this.#parts.follower.follow();
  }

  /**
   * @param {string} message
   * @param {{goesOn?: boolean}} [options] goesOn: in its own text
   */
  retry(message, options) {
    if (this.isBusy) return;
    const { composer, follower, turns } = this.#parts;
    composer.showProblem("");
    composer.focusOnArrival(); // the button that was pressed goes
    turns.retry(message, options);
    follower.follow();
  }

  /** @returns {boolean} whether there was anything to stop */
  stop() {
    const { thread, turns } = this.#parts;
    const reply = thread.activeReply;
    if (turns.waiting) turns.cancelAll();
    else if (reply?.stream && !reply.stopping) this.#stopping.stop(reply.stream.generation);
    else return false;
    this.refresh();
    return true;
  }

  /** @param {OutgoingTurn} turn @param {ProtocolError | null} error */
  async takeBack(turn, error) {
    const { composer, connectionBanner, edits } = this.#parts;
    const isKept = turn.type === "edit" && (await edits).giveBack(turn.message, turn.text, error);
    if ("text" in turn && !isKept) composer.giveBack(turn.text);
    if (error && !isKept) composer.showProblem(error.message);
    if (error?.code === "sign_in") connectionBanner.show("signed_out");
    if (error?.code === "stale_parent" || error?.code === "busy") this.#watch();
  }

  /** Make the parts agree on whether a reply is being written. */
  refresh() {
    const { composer, thread, turns } = this.#parts;
    const isStopping = thread.activeReply?.stopping ?? false;
    composer.canQueue = thread.activeReply !== null && !turns.waiting;
    composer.mode = !this.isBusy ? "send" : isStopping && !turns.waiting ? "stopping" : "stop";
    document.body.toggleAttribute("data-busy", this.isBusy);
    document.body.toggleAttribute("data-empty", thread.isEmpty);
  }

  /** A turn is on its way, or its reply is being written. */
  get isBusy() {
    return this.#parts.turns.waiting || this.#parts.thread.activeReply !== null;
  }

  #watch() {
    const { connection, thread } = this.#parts;
    if (!this.#conversation) return;
    const stream = thread.activeReply?.stream;
    const has = stream ? { generation: stream.generation, after: stream.seq } : {};
    connection.send({ type: "watch", conversation: this.#conversation, ...has });
  }

  /** @param {AcceptedFrame} frame */
  #accept(frame) {
    const { thread, turns, queue, composer, settings, movedTo } = this.#parts;
    const turn = turns.get(frame.client_id);
    if (turn?.type === "edit") this.#parts.edits.then((edits) => edits.delivered(turn.message));
    const isUnwanted = turns.accepted(frame);
    thread.accept(frame);
    queue.sent(frame.client_id, { goesOn: frame.reply.generation?.status === "active" });
    composer.accepted(frame.conversation.id);
    settings.show(frame.settings);
    this.#parts.sidebar.then((sidebar) => sidebar.moveToTop(frame.conversation));
    if (this.#conversation !== frame.conversation.id) {
      this.#conversation = frame.conversation.id;
      movedTo(frame.conversation);
    }
    if (isUnwanted) this.#stopping.stop(frame.generation);
    this.refresh();
  }

  /** @param {QueueFrame} frame */
  #queued(frame) {
    const { turns, queue, composer, follower, announcer } = this.#parts;
    if (frame.conversation !== this.#conversation) return;
    if (turns.has(frame.client_id)) announcer.say(gettext("Queued"));
    turns.queued(frame);
    queue.changed(frame.client_id);
    queue.show(frame.queue, frame.conversation);
    composer.accepted(frame.conversation);
    follower.follow();
  }

  /** @param {RefusedFrame} frame */
  async #refuse(frame) {
    const { turns, queue, edits } = this.#parts;
    if (turns.has(frame.client_id)) turns.refused(frame);
    else if (!(await edits).refused(frame.client_id, frame.error))
      queue.refused(frame.client_id, frame.error);
  }

  /** @param {ReplyFrame} frame */
  #receiveReply(frame) {
    const { thread, announcer } = this.#parts;
    this.#heardAt = performance.now();
    const received = thread.receive(frame);
    if (!received) return;
    const { reply, outcome, text } = received;
    if (outcome === "gap") this.#resumes.ask(frame.generation, reply.stream?.seq ?? 0);
    if (outcome !== "applied") return;
    this.#resumes.arrived(frame.generation);
    if (text && text.length === reply.toldLength) announcer.say(gettext("Reply started"));
    if (hasEnded(reply.state)) this.#ended(frame.generation, reply);
  }

  /** @param {string} generation @param {ChatReply} reply */
  #ended(generation, { state, text, calls }) {
    this.#stopping.ended(generation);
    const isUrgent = state.phase === "failed";
    this.#parts.announcer.say(announcementOfEnd(state, text, calls), { isUrgent });
    this.refresh();
  }

  #askIfQuiet() {
    const stream = this.#parts.thread.activeReply?.stream;
    if (!stream || performance.now() - this.#heardAt < QUIET_MS) return;
    this.#resumes.ask(stream.generation, stream.seq);
  }

  /** @param {ProtocolError} error @param {string | undefined} inReplyTo */
  #showError(error, inReplyTo) {
    const { composer, connectionBanner } = this.#parts;
    if (error.code === "sign_in") connectionBanner.show("signed_out");
    else if (inReplyTo === "watch") this.#watchFailed(error);
    else if (inReplyTo === "resume") this.#watch();
    else if (inReplyTo === "older") this.#parts.earlier.then((earlier) => earlier.failed(error));
    else {
      if (inReplyTo === "stop") this.#stopping.failed();
      if (inReplyTo === "show_branch") this.#parts.versions.then((versions) => versions.giveUp());
      composer.showProblem(error.message);
      this.refresh();
    }
  }

  /** @param {ProtocolError} error */
  #watchFailed(error) {
    if (error.code !== "not_found") return setTimeout(() => this.#watch(), WATCH_AGAIN_AFTER_MS);
    this.#isDeleted = true; // and may come back, with a snapshot
    this.#parts.composer.showProblem(gettext("This conversation has been deleted."));
    this.#parts.sidebar.then((sidebar) => sidebar.refresh());
  }
}
