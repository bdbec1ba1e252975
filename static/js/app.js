/** Puts the page together: finds its parts and connects them. */
import { listenForClicks } from "./actions.js";
import { Announcer } from "./announcer.js";
import { ChatPage } from "./chat_page.js";
import { Composer } from "./composer.js";
import { ConnectionBanner } from "./connection_banner.js";
import { closeDialogsOnBackdrop, closeMenuAfterUse } from "./dialogs.js";
import { Drafts } from "./drafts.js";
import { Drawer } from "./drawer.js";
import { Earlier } from "./earlier.js";
import { Edits } from "./edits.js";
import { ModelStatus } from "./model_status.js";
import { Outbox } from "./outbox.js";
import { Queue } from "./queue.js";
import { ScrollFollower } from "./scroll_follower.js";
import { listenForShortcuts } from "./shortcuts.js";
import { Sidebar } from "./sidebar.js";
import { Connection } from "./socket.js";
import { need } from "./template.js";
import { Thread } from "./thread.js";
import { Turns } from "./turns.js";
import { AWAY, Versions } from "./versions.js";

/** @import { Conversation, ServerFrame, Snapshot } from "./events.js" */

/** @type {Snapshot | null} */
const snapshot = JSON.parse(need(document, "#snapshot", HTMLScriptElement).textContent);
const conversation = snapshot?.conversation.id ?? null;
const { user = "", site = "" } = document.body.dataset;

const scroller = need(document, ".thread-scroller", HTMLElement);
const threadRoot = need(document, ".thread", HTMLElement);
const connection = new Connection(`${location.origin.replace(/^http/, "ws")}/ws/`);
const thread = new Thread(threadRoot, scroller);
const queue = new Queue(need(document, ".queue", HTMLElement));
if (snapshot) {
  thread.showSnapshot(snapshot);
  queue.show(snapshot.queue);
}
const outbox = new Outbox(sessionStorage, outboxKey(conversation));
const turns = new Turns(connection, outbox, thread, queue);
const drafts = new Drafts(localStorage, user);
const composer = new Composer(need(document, ".composer", HTMLFormElement), drafts, conversation);
const follower = new ScrollFollower(
  scroller,
  [threadRoot, need(document, ".queue", HTMLElement)],
  need(document, ".to-bottom", HTMLButtonElement),
);
const announcer = new Announcer(need(document, "#announcer", HTMLElement));
const earlier = new Earlier(scroller, thread, announcer, (before) => page.askOlder(before));
const edits = new Edits(thread, turns, drafts, () => page.isBusy);
const versions = new Versions({
  connection,
  thread,
  scroller,
  follower,
  announcer,
  composer,
  isBusy: () => page.isBusy,
  askOlder: (before) => page.askOlder(before),
});
const drawer = new Drawer();
const page = new ChatPage(
  {
    connection,
    thread,
    earlier,
    versions,
    edits,
    turns,
    queue,
    composer,
    follower,
    showTitle,
    threadChanged,
    movedTo,
    sidebar: new Sidebar(need(document, "#sidebar", HTMLElement), conversation),
    announcer,
    connectionBanner: new ConnectionBanner(
      need(document, "#connection-banner", HTMLElement),
      connection,
    ),
    modelStatus: new ModelStatus(
      need(document, ".model-chip", HTMLElement),
      need(document, "#model-banner", HTMLElement),
    ),
  },
  conversation,
);

for (const turn of outbox.list()) if (turn.type === "send") composer.hold(turn.text);

connection.addEventListener("ready", () => page.connected());
connection.addEventListener("frame", (event) => {
  page.receive(/** @type {CustomEvent<ServerFrame>} */ (event).detail);
});
composer.addEventListener("send", (event) => {
  page.send(/** @type {CustomEvent<string>} */ (event).detail);
});
composer.addEventListener("stop", () => page.stop());
turns.addEventListener("changed", () => page.refresh());
turns.addEventListener("returned", (event) => {
  const { turn, error } = /** @type {CustomEvent} */ (event).detail;
  page.takeBack(turn, error);
});
queue.addEventListener("say", (event) => {
  const { frame, failed } = /** @type {CustomEvent} */ (event).detail;
  if (!connection.send(frame)) failed();
});
edits.addEventListener("say", (event) => {
  const { frame, failed } = /** @type {CustomEvent} */ (event).detail;
  if (!connection.send(frame)) failed();
});
edits.addEventListener("unavailable", () => composer.showProblem(AWAY));
edits.addEventListener("sent", () => {
  follower.follow();
  composer.focusOnArrival();
});
queue.addEventListener("unsent", (event) => {
  composer.giveBack(/** @type {CustomEvent<string>} */ (event).detail);
});
queue.addEventListener("left", () => composer.focusOnArrival());
addEventListener("chatsite:renamed", (event) => {
  showTitle(/** @type {CustomEvent<string>} */ (event).detail);
});
listenForShortcuts({
  stop: () => page.stop(),
  focusComposer: () => composer.focus(),
  closeDrawer: () => {
    const wasOpen = drawer.isOpen;
    if (wasOpen) drawer.close();
    return wasOpen;
  },
});
closeDialogsOnBackdrop();
closeMenuAfterUse(need(document, ".account", HTMLDetailsElement));
listenForClicks(need(document, "#main", HTMLElement), {
  page,
  thread,
  turns,
  queue,
  composer,
  edits,
  versions,
});

page.refresh();
edits.restore();
follower.follow();
composer.focusOnArrival();
connection.open();

/** Other messages are in the thread now. */
function threadChanged() {
  edits.restore();
  versions.arrived();
}

/** @param {string | null} title */
function showTitle(title) {
  document.title = title ? `${title} · ${site}` : site;
  need(document, ".page-title", HTMLElement).textContent = title ?? "New chat";
}

/** @param {Conversation} moved the conversation that this page shows from now on */
function movedTo(moved) {
  history.replaceState(null, "", moved.url);
  outbox.moveTo(outboxKey(moved.id));
  showTitle(moved.title);
}

/** @param {string | null} id */
function outboxKey(id) {
  return `chatsite:outbox:${user}:${id ?? "new"}`;
}
