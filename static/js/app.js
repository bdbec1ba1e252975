/** Puts the page together: finds its parts and connects them. */

import { ChatPage } from "./chat_page.js";
import { Composer } from "./composer.js";
import { Announcer, ScrollFollower } from "./following.js";
import { need, untilLoaded } from "./page.js";
import { Queue } from "./queue.js";
import { Drawer, listenForMenus, listenForShortcuts, loadSidebar } from "./shell.js";
import { Connection, ConnectionBanner } from "./socket.js";
import { Thread } from "./thread.js";
import { ConversationSettings, ModelStatus, PageTitle, ShareButton } from "./top_bar.js";
import { Turns } from "./turns.js";
import { Drafts, Outbox } from "./unsent.js";

/** @import { Conversation, ServerFrame, Snapshot } from "./events.js" */

/** @type {Snapshot | null} */
const snapshot = JSON.parse(need(document, "script#snapshot").textContent);
const conversation = snapshot?.conversation.id ?? null;
const { user = "", site = "", team } = document.body.dataset;

const title = new PageTitle(site, snapshot?.conversation.title ?? null);

const scroller = need(document, ".thread-scroller");
const threadRoot = need(document, ".thread");
const connection = new Connection("/ws/");
const thread = new Thread(threadRoot, scroller);
const queue = new Queue(need(document, ".queue"));
if (snapshot) {
  thread.showSnapshot(snapshot);
  queue.show(snapshot.queue, snapshot.conversation.id);
}
const outbox = new Outbox(sessionStorage, outboxKey(conversation));
const turns = new Turns(connection, outbox, thread, queue);
const drafts = new Drafts(localStorage, user);
const composer = new Composer(need(document, "form.composer"), drafts, conversation);
const follower = new ScrollFollower(
  scroller,
  [threadRoot, need(document, ".queue")],
  need(document, "button.to-bottom"),
);
const announcer = new Announcer(need(document, "#announcer"));
const drawer = new Drawer();
const settings = new ConversationSettings(localStorage, user, snapshot?.settings);
const modelStatus = new ModelStatus(
  need(document, ".model-chip"),
  need(document, "#model-banner"),
  settings,
);
const shareButton = new ShareButton();

// Not needed for the first look at the page: these come next, while it can be used already.
/** @param {string} before */
const askOlder = (before) => page.askOlder(before);
const isBusy = () => page.isBusy;
const places = untilLoaded(() => import("./places.js"));
const earlier = places.then(({ Earlier }) => new Earlier(scroller, thread, announcer, askOlder));
const edits = untilLoaded(() => import("./edits.js")).then(({ Edits }) => {
  const opened = new Edits(thread, turns, drafts, isBusy);
  opened.addEventListener("say", say);
  opened.addEventListener("sent", () => {
    follower.follow();
    composer.focusOnArrival();
  });
  return opened;
});
const versions = places.then(({ Versions }) => {
  return new Versions({
    connection,
    thread,
    scroller,
    follower,
    announcer,
    composer,
    isBusy,
    askOlder,
  });
});
const sidebar = loadSidebar(need(document, "#sidebar"), snapshot?.conversation ?? null);
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
    showTitle: (words) => title.show(words),
    threadChanged,
    movedTo,
    sidebar,
    announcer,
    connectionBanner: new ConnectionBanner(need(document, "#connection-banner"), connection),
    modelStatus,
    settings,
  },
  conversation,
);

const elsewhere = untilLoaded(() => import("./activity.js"));
const activity = elsewhere.then(({ Activity }) => {
  return new Activity({
    connection,
    title,
    user,
    list: need(document, ".sidebar-lists"),
    current: () => page.conversation,
    rename: (renamed) => {
      sidebar.then((lists) => lists.setTitle(renamed));
      if (renamed.id === page.conversation) title.show(renamed.title);
    },
    happenedInTeam: ({ conversation: told, state }) => {
      if (told.team !== team) return;
      if (state === "writing" || state === "restored") sidebar.then((lists) => lists.raise(told));
      if (state === "deleted") sidebar.then((lists) => lists.remove(told.id));
    },
  });
});

for (const turn of outbox.list()) if (turn.type === "send") composer.hold(turn.text);

const { message: hit } = threadRoot.dataset; // the page was opened at it
connection.addEventListener("ready", () => {
  const isOther = threadRoot.hasAttribute("data-is-other-branch");
  if (hit && isOther) connection.send({ type: "show_branch", message: hit });
  threadRoot.removeAttribute("data-is-other-branch");
  page.connected();
});
connection.addEventListener("frame", async (event) => {
  const { detail: frame } = /** @type {CustomEvent<ServerFrame>} */ (event);
  if (frame.type === "activity" || frame.type === "activities") (await activity).receive(frame);
  else if (frame.type === "presence") (await elsewhere).showCompany(frame);
  else if (frame.type === "writing") (await elsewhere).showWriting(frame.person.name);
  else if (frame.type === "announcements") (await import("./announcements.js")).showAnnouncements();
  else page.receive(frame);
  if (frame.type === "hello") (await elsewhere).noticeVersion(frame.version);
  if (frame.type === "snapshot") (await elsewhere).showWriting(); // perhaps with what they wrote
});
navigator.serviceWorker?.register(`/sw.js?${document.documentElement.lang}`); // over HTTPS alone
composer.addEventListener("send", (event) => {
  page.send(/** @type {CustomEvent<string>} */ (event).detail);
});
composer.addEventListener("stop", () => page.stop());
if (team) elsewhere.then(({ tellWriting }) => tellWriting(connection));
composer.addEventListener(
  "slash",
  async () => {
    const { PromptPicker } = await import("./prompt_picker.js");
    new PromptPicker(need(document, "form.composer"), composer);
  },
  { once: true },
);
turns.addEventListener("changed", () => page.refresh());
turns.addEventListener("returned", (event) => {
  const { turn, error } = /** @type {CustomEvent} */ (event).detail;
  page.takeBack(turn, error);
});
queue.addEventListener("say", say);
queue.addEventListener("unsent", (event) => {
  composer.giveBack(/** @type {CustomEvent<string>} */ (event).detail);
});
queue.addEventListener("left", () => composer.focusOnArrival());
addEventListener("chatsite:renamed", (event) => {
  title.show(/** @type {CustomEvent<string>} */ (event).detail);
});
need(document, "button.model-chip").addEventListener("click", async () => {
  const { SettingsDialog } = await import("./settings_dialog.js");
  SettingsDialog.open(settings, modelStatus);
});
listenForShortcuts({
  stop: () => page.stop(),
  focusComposer: () => composer.focus(),
  closeDrawer: () => drawer.close(),
});
untilLoaded(() => import("./dialogs.js")).then(({ closeDialogsOnBackdrop, closeMenuAfterUse }) => {
  closeDialogsOnBackdrop();
  closeMenuAfterUse(need(document, "details.account"));
});
const actions = untilLoaded(() => import("./actions.js"));
need(document, "#main").addEventListener("click", async (event) => {
  const { act } = await actions;
  act(event, { page, thread, turns, queue, composer, edits, versions });
});

listenForMenus(sidebar);

setInterval(() => {
  if (thread.activeReply?.state.phase === "queued") thread.models = modelStatus; // time passes
}, 1000);

page.refresh();
edits.then((opened) => opened.restore());
follower.follow();
composer.focusOnArrival();
connection.open();
composer.catchUp();
if (hit) places.then(({ arriveAt }) => arriveAt(hit, thread, follower));

/** Other messages are in the thread now. */
function threadChanged() {
  edits.then((opened) => opened.restore());
  versions.then((shown) => shown.arrived());
}

/** @param {Event} event a frame for the server, and what to do while it cannot be reached */
function say(event) {
  const { frame, failed } = /** @type {CustomEvent} */ (event).detail;
  if (!connection.send(frame)) failed();
}

/** @param {Conversation} moved the conversation that this page shows from now on */
function movedTo(moved) {
  history.replaceState(null, "", moved.url);
  outbox.moveTo(outboxKey(moved.id));
  title.show(moved.title);
  shareButton.moveTo(moved.url);
}

/** @param {string | null} id */
function outboxKey(id) {
  return `chatsite:outbox:${user}:${id ?? team ?? "new"}`;
}
