import { keep, kept } from "./page.js";

/**
 * @import { ClientFrame, EditFrame, RetryFrame, SendFrame } from "./events.js"
 * @import { Connection } from "./socket.js"
 * @import { Store } from "./page.js"
 * @import { Thread } from "./thread.js"
 */

/** What is typed and not yet sent, per user and conversation. Survives reloads and refusals. */
export class Drafts {
  #storage;
  #prefix;

  /**
   * @param {Store} storage
   * @param {string} user several people may use one browser
   */
  constructor(storage, user) {
    this.#storage = storage;
    this.#prefix = `chatsite:draft:${user}:`;
  }

  /** @param {string | null} conversation null for a new one */
  read(conversation) {
    return kept(this.#storage, this.#keyOf(conversation));
  }

  /**
   * @param {string | null} conversation
   * @param {string} text
   */
  write(conversation, text) {
    keep(this.#storage, this.#keyOf(conversation), text);
  }

  /** @param {string | null} conversation */
  #keyOf(conversation) {
    return this.#prefix + (conversation ?? "new");
  }
}

/**
 * @typedef {SendFrame | RetryFrame | EditFrame} OutgoingTurn
 */

/**
 * Turns that the server has not accepted yet. They outlive a reload and a lost connection, and
 * are sent again under the same client_id, which the server counts once. Knows no socket.
 */
export class Outbox {
  /** @type {Map<string, OutgoingTurn>} */
  #turns = new Map();
  #storage;
  #key;

  /**
   * @param {Store} storage
   * @param {string} key one per user and conversation: what waits here belongs to this page
   */
  constructor(storage, key) {
    this.#storage = storage;
    this.#key = key;
    for (const turn of this.#read()) this.#turns.set(turn.client_id, turn);
  }

  /** Oldest first. */
  list() {
    return [...this.#turns.values()];
  }

  /** @param {string} clientId */
  get(clientId) {
    return this.#turns.get(clientId);
  }

  /** @param {OutgoingTurn} turn */
  add(turn) {
    this.#turns.set(turn.client_id, turn);
    this.#write();
  }

  /** @param {string} clientId */
  remove(clientId) {
    this.#turns.delete(clientId);
    this.#write();
  }

  /** @param {string} key where to keep what waits from now on */
  moveTo(key) {
    this.#write([]);
    this.#key = key;
    this.#write();
  }

  /** @returns {OutgoingTurn[]} */
  #read() {
    try {
      return JSON.parse(kept(this.#storage, this.#key) || "[]");
    } catch {
      return []; // storage that was tampered with must not stop the page
    }
  }

  #write(turns = this.list()) {
    keep(this.#storage, this.#key, turns.length > 0 ? JSON.stringify(turns) : "");
  }
}

/**
 * A random UUID, also on a site served over plain HTTP in a local network, where browsers hide
 * `crypto.randomUUID`: they name what they keep by such.
 */
export function newClientId() {
  const url = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(url);
  return url.slice(-36);
}

/** Waiting times between attempts: up to twice as long each time, and anywhere below that, so that a
 * crowd of pages does not come back in the same instant after a restart of the server. */

const FIRST_SECONDS = 1;
const LONGEST_SECONDS = 20; // a reader who waits should see it try
const SHORTEST_SECONDS = 0.1;
const HINT = /^reconnect after (\d+(?:\.\d+)?) s$/;

/**
 * @param {number} attempt 0 for the first
 * @param {() => number} random 0..1
 */
export function backoffSeconds(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** attempt);
  return Math.max(SHORTEST_SECONDS, random() * ceiling);
}

/**
 * When the server that goes away wants this page back; it tells every page another time.
 * @param {string} reason of the close
 * @returns {number | null}
 */
export function hintedSeconds(reason) {
  const found = HINT.exec(reason);
  return found ? Math.min(LONGEST_SECONDS, Number(found[1])) : null;
}

const AGAIN_AFTER_MS = 2_000;

/** Asks for what is missing of a reply: once, for every frame until the answer shows the same gap. */
export class Resumes {
  /** @type {Map<string, number>} When it was asked for, by generation. */
  #asked = new Map();
  #send;

  /** @param {(frame: ClientFrame) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /**
   * @param {string} generation
   * @param {number} after
   */
  ask(generation, after) {
    const asked = this.#asked.get(generation) ?? Number.NEGATIVE_INFINITY;
    if (performance.now() - asked < AGAIN_AFTER_MS) return;
    this.#asked.set(generation, performance.now());
    this.#send({ type: "resume", generation, after });
  }

  /** @param {string} generation */
  arrived(generation) {
    this.#asked.delete(generation);
  }

  /** The connection is another one. */
  clear() {
    this.#asked.clear();
  }
}

/** The one generation that its reader wants to stop: said until it did. Knows no button. */
export class Stopping {
  #connection;
  #thread;
  /** @type {string | null} */
  #generation = null;

  /**
   * @param {Connection} connection
   * @param {Thread} thread
   */
  constructor(connection, thread) {
    this.#connection = connection;
    this.#thread = thread;
  }

  /** @param {string} generation */
  stop(generation) {
    this.#generation = generation;
    this.mark(generation);
    this.sayAgain();
  }

  /** After the connection came back. */
  sayAgain() {
    if (this.#generation) this.#connection.send({ type: "stop", generation: this.#generation });
  }

  /** @param {string} generation that somebody stops, here or elsewhere */
  mark(generation) {
    const reply = this.#thread.replyOf(generation);
    if (reply?.active) reply.stopping = true;
  }

  /** @param {string} generation */
  ended(generation) {
    if (this.#generation === generation) this.#generation = null;
  }

  /** The button is for stopping again. */
  failed() {
    const reply = this.#generation && this.#thread.replyOf(this.#generation);
    if (reply) reply.stopping = false;
    this.#generation = null;
  }
}
