import { need } from "./page.js";
import { backoffSeconds, hintedSeconds } from "./unsent.js";

/** @import { ClientFrame, ServerFrame } from "./events.js" */

export const PROTOCOL = 1;

const ACKNOWLEDGE_CHARACTERS = 64 * 1024; // a quarter of what the server lets be on its way
const ACKNOWLEDGE_WITHIN_MS = 2000;
const PING_AFTER_QUIET_MS = 20_000; // below the 60 s idle limit that proxies like to set
const PONG_WITHIN_MS = 8_000; // silence past this is a half-open connection
const HELLO_WITHIN_MS = 15_000;
const STABLE_AFTER_MS = 10_000; // lost before, it counts as one more failure in a row

/** Close codes after which another attempt would meet the same answer. */
const FINAL_CLOSES = new Map([
  [4401, "signed_out"],
  [4403, "refused_origin"],
]);

/**
 * One live connection to the server, again and again. Dispatches `ready` (after the server's
 * hello), `frame`, `lost` and `ended` (will not come back by itself). Knows no conversation.
 */
export class Connection extends EventTarget {
  /** @type {WebSocket | null} */
  #socket = null;
  #ready = false;
  #ended = false;
  #attempt = 0;
  #received = 0;
  #unacknowledged = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #acknowledgeTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #quietTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retryTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #stableTimer;

  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.#drop());
    document.addEventListener("visibilitychange", () => this.#comeBack());
  }

  get ready() {
    return this.#ready;
  }

  open() {
    clearTimeout(this.#retryTimer);
    const page = location.href.replace(/^http/, "ws");
    const socket = new WebSocket(new URL(this.url, page)); // older browsers take no "/ws/"
    this.#socket = socket;
    this.#received = 0;
    this.#unacknowledged = 0;
    socket.onopen = () => this.#transmit({ type: "hello", protocol: PROTOCOL });
    socket.onmessage = (event) => this.#receive(socket, event.data);
    socket.onclose = (event) => this.#closed(socket, event.code, event.reason);
    this.#expectWithin(HELLO_WITHIN_MS);
  }

  /**
   * @param {ClientFrame} frame
   * @returns {boolean} whether it was handed to the network; the caller keeps what must not be lost
   */
  send(frame) {
    if (!this.#ready) return false;
    this.#transmit(frame);
    return true;
  }

  /** Try now instead of waiting for the next attempt. */
  hurry() {
    if (this.#ended || this.#socket) return;
    this.#attempt = 0;
    this.open();
  }

  /** @param {ClientFrame} frame */
  #transmit(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /**
   * @param {WebSocket} socket
   * @param {string} data
   */
  #receive(socket, data) {
    if (socket !== this.#socket) return;
    /** @type {ServerFrame} */
    const frame = JSON.parse(data);
    this.#pingWhenQuiet();
    const isHello = frame.type === "hello";
    if (isHello) {
      this.#ready = true;
      this.#stableTimer = setTimeout(() => {
        this.#attempt = 0;
      }, STABLE_AFTER_MS);
    }
    if (frame.type === "error" && frame.error.code === "unsupported_protocol") {
      this.#end("outdated");
      return;
    }
    if (frame.type === "reply") this.#count(data.length);
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
    if (isHello) this.dispatchEvent(new Event("ready"));
  }

  /** @param {number} characters of one more `reply` frame */
  #count(characters) {
    this.#received += 1;
    this.#unacknowledged += characters;
    if (this.#unacknowledged >= ACKNOWLEDGE_CHARACTERS) this.#acknowledge();
    else this.#acknowledgeTimer ??= setTimeout(() => this.#acknowledge(), ACKNOWLEDGE_WITHIN_MS);
  }

  #acknowledge() {
    clearTimeout(this.#acknowledgeTimer);
    this.#acknowledgeTimer = undefined;
    this.#unacknowledged = 0;
    this.#transmit({ type: "acknowledge", frames: this.#received });
  }

  #pingWhenQuiet() {
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => this.#ping(), PING_AFTER_QUIET_MS);
  }

  #ping() {
    this.#transmit({ type: "ping" });
    this.#expectWithin(PONG_WITHIN_MS);
  }

  /** @param {number} milliseconds */
  #expectWithin(milliseconds) {
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => this.#drop(), milliseconds);
  }

  #comeBack() {
    if (document.visibilityState !== "visible" || this.#ended) return;
    if (this.#ready) this.#ping();
    else this.hurry();
  }

  /** A half-open socket may take minutes to close: treat it as closed now. */
  #drop() {
    const socket = this.#socket;
    if (!socket) return;
    socket.close();
    this.#closed(socket, 1006);
  }

  /**
   * @param {WebSocket} socket
   * @param {number} code
   * @param {string} words
   */
  #closed(socket, code, words = "") {
    if (socket !== this.#socket) return;
    this.#forget();
    const reason = FINAL_CLOSES.get(code);
    if (reason) this.#end(reason);
    else this.#retry(hintedSeconds(words));
  }

  #forget() {
    this.#socket = null;
    this.#ready = false;
    clearTimeout(this.#quietTimer);
    clearTimeout(this.#stableTimer);
    clearTimeout(this.#acknowledgeTimer);
    this.#acknowledgeTimer = undefined;
  }

  /** @param {number | null} hinted */
  #retry(hinted) {
    const seconds = hinted ?? backoffSeconds(this.#attempt);
    this.#attempt += 1;
    this.#retryTimer = setTimeout(() => this.open(), seconds * 1000);
    this.dispatchEvent(new Event("lost"));
  }

  /** @param {string} reason */
  #end(reason) {
    this.#ended = true;
    this.#socket?.close();
    this.#forget();
    clearTimeout(this.#retryTimer);
    this.dispatchEvent(new CustomEvent("ended", { detail: { reason } }));
  }
}

const SHOWN_AFTER_MS = 1_200; // a hiccup that heals at once is nobody's business
const BACK_SHOWN_MS = 2_000;

/** Tells that the connection is lost, is back, or will not come back by itself. */
export class ConnectionBanner {
  #banner;
  #isLost = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} banner holds what there is to say, each with `data-when`
   * @param {Connection[]} connections back when all of them are
   */
  constructor(banner, ...connections) {
    this.#banner = banner;
    for (const connection of connections) {
      need(banner, "button").addEventListener("click", () => connection.hurry());
      connection.addEventListener("lost", () => this.#lost());
      connection.addEventListener("ready", () => {
        if (connections.every(({ ready }) => ready)) this.#back();
      });
      connection.addEventListener("ended", (event) => {
        this.show(/** @type {CustomEvent<{reason: string}>} */ (event).detail.reason);
      });
    }
  }

  /** @param {string} state for good, unless it is "lost" or "back" */
  show(state) {
    clearTimeout(this.#timer);
    this.#banner.hidden = false;
    this.#banner.dataset.kind = state === "back" ? "good" : "problem";
    for (const one of this.#banner.children) {
      one.toggleAttribute("hidden", one.getAttribute("data-when") !== state);
    }
    need(this.#banner, "a").search = `next=${location.pathname}`;
  }

  #lost() {
    if (this.#isLost) return;
    this.#isLost = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.show("lost"), SHOWN_AFTER_MS);
  }

  #back() {
    this.#isLost = false;
    clearTimeout(this.#timer);
    if (this.#banner.hidden) return;
    this.show("back");
    this.#timer = setTimeout(() => {
      this.#banner.hidden = true;
    }, BACK_SHOWN_MS);
  }
}
