// Runs in the page before anything of it: notes when frames begin, when text is received and when
// it is in the document. Light enough to be on while costs are measured.
(() => {
  const MARK = /\b1\d{5}\b/g; // the number of a sentence, see texts.py
  const watch = {
    frames: [], // milliseconds, by requestAnimationFrame
    received: new Map(), // mark: the frame that began next after its receipt
    shown: new Map(), // mark: the frame in which it came into the document
    long: [], // milliseconds of frames beyond 50 ms, by the browser itself
    shift: 0,
    text: "",
    firstTextAt: 0,
    ended: false,
    marks: false,
  };
  window.pageWatch = watch;

  const tick = (now) => {
    watch.frames.push(now);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);

  const NativeSocket = WebSocket;
  window.WebSocket = class extends NativeSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (message) => hear(JSON.parse(message.data)));
    }
  };

  let tail = "";
  function hear(frame) {
    if (frame.type !== "reply") return;
    for (const event of frame.events) {
      if (event.type === "text") {
        watch.firstTextAt ||= performance.now();
        watch.text += event.text;
        tail += event.text;
      }
      if (event.type === "finished" || event.type === "failed") watch.ended = true;
    }
    if (!watch.marks) return;
    for (const [mark] of tail.slice(0, -1).matchAll(MARK)) note(watch.received, mark);
    tail = tail.slice(-10);
  }

  // A mark is in the next frame if its number is that of the frames which had begun at its receipt.
  function note(where, mark) {
    if (!where.has(mark)) where.set(mark, watch.frames.length);
  }

  new MutationObserver((records) => {
    if (!watch.marks) return;
    for (const { addedNodes, target, type } of records) {
      const nodes = type === "characterData" ? [target] : addedNodes;
      for (const node of nodes) {
        if (!(node.parentElement ?? target).closest?.(".prose")) continue;
        for (const [mark] of (node.textContent ?? "").matchAll(MARK)) note(watch.shown, mark);
      }
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });

  const observe = (type, each) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({
      type,
      buffered: true,
    });
  observe("layout-shift", (entry) => {
    if (!entry.hadRecentInput) watch.shift += entry.value;
  });
  observe("long-animation-frame", (entry) => watch.long.push(entry.duration));
})();
