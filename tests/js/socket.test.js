import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

/** The browser's part: a socket that does what the test says. */
class BrowserSocket {
  static OPEN = 1;
  /** @type {BrowserSocket[]} */
  static opened = [];
  readyState = 1;
  /** @type {{type: string}[]} */
  sent = [];
  onopen = () => {};
  /** @param {{data: string}} _event */
  onmessage = (_event) => {};
  /** @param {{code: number, reason: string}} _event */
  onclose = (_event) => {};

  /** @param {string | URL} address */
  constructor(address) {
    this.address = new URL(address).href; // whole: older browsers take no other
    BrowserSocket.opened.push(this);
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  /** @param {object} frame */
  hears(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

Object.assign(globalThis, {
  WebSocket: BrowserSocket,
  document: Object.assign(new EventTarget(), {
    getElementById: () => null,
    documentElement: { lang: "en" },
  }),
  addEventListener: () => {},
  location: { href: "https://here/c/1?message=2" },
});
const { Connection } = await import("../../static/js/socket.js");

/** @type {InstanceType<typeof Connection>} */
let connection;
/** @type {string[]} */
let told;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(Math, "random", () => 1); // the longest wait
  BrowserSocket.opened = [];
  told = [];
  connection = new Connection("/ws/");
  for (const type of ["ready", "lost", "ended"]) {
    connection.addEventListener(type, () => told.push(type));
  }
  connection.open();
});

function socket() {
  return /** @type {BrowserSocket} */ (BrowserSocket.opened.at(-1));
}

function greet() {
  socket().onopen();
  socket().hears({ type: "hello" });
}

/** @param {number} code @param {string} [reason] */
function close(code, reason = "") {
  socket().onclose({ code, reason });
}

/** Seconds until the next attempt. */
function nextAttempt() {
  const before = BrowserSocket.opened.length;
  for (let tenths = 1; tenths < 400; tenths++) {
    mock.timers.tick(100);
    if (BrowserSocket.opened.length > before) return tenths / 10;
  }
  return null;
}

test("it is as secret as the page is, and told its whole address", () => {
  assert.equal(socket().address, "wss://here/ws/");
  Object.assign(location, { href: "http://localhost:8000/" });
  connection.open();
  assert.equal(socket().address, "ws://localhost:8000/ws/");
});

test("a connection that fell silent is left after a ping, within a minute", () => {
  greet();
  mock.timers.tick(20_000);
  assert.equal(socket().sent.at(-1)?.type, "ping");
  mock.timers.tick(8_000);
  assert.deepEqual(told, ["ready", "lost"]);
  assert.equal(socket().readyState, 3);
});

test("a connection that answers pings is kept", () => {
  greet();
  for (let minute = 0; minute < 10; minute++) {
    mock.timers.tick(20_000);
    socket().hears({ type: "pong" });
  }
  assert.deepEqual(told, ["ready"]);
});

test("a server that opens the door and says nothing is left as well", () => {
  socket().onopen();
  mock.timers.tick(15_000);
  assert.deepEqual(told, ["lost"]);
});

test("the wait doubles, also where each connection is lost at once", () => {
  for (const seconds of [1, 2, 4, 8, 16, 20, 20]) {
    greet();
    close(1006);
    assert.equal(nextAttempt(), seconds);
  }
});

test("after a connection that held the wait is short again", () => {
  for (let time = 0; time < 5; time++) {
    close(1006);
    nextAttempt();
  }
  greet();
  mock.timers.tick(10_000);
  close(1006);
  assert.equal(nextAttempt(), 1);
});

test("a page comes back when the server that went away said", () => {
  greet();
  close(1001, "reconnect after 3.40 s");
  assert.equal(nextAttempt(), 3.4);
});

test("whoever was signed out does not come back", () => {
  greet();
  close(4401);
  assert.equal(nextAttempt(), null);
  assert.deepEqual(told, ["ready", "ended"]);
});

test("many bytes are acknowledged at once, few within two seconds", () => {
  greet();
  for (let frame = 0; frame < 3; frame++) {
    socket().hears({ type: "reply", events: ["x".repeat(22_000)] });
  }
  assert.deepEqual(acknowledgements(), [3]);
  socket().hears({ type: "reply", events: [] });
  mock.timers.tick(1999);
  assert.deepEqual(acknowledgements(), [3]);
  mock.timers.tick(1);
  assert.deepEqual(acknowledgements(), [3, 4]);
});

function acknowledgements() {
  const frames = /** @type {{type: string, frames: number}[]} */ (socket().sent);
  return frames.filter((frame) => frame.type === "acknowledge").map((frame) => frame.frames);
}
