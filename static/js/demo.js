/** The page of the two sides: one question, one button to ask it, one to stop. */
import { Announcer } from "./announcer.js";
import { copyWith } from "./clipboard.js";
import { Side } from "./demo_side.js";
import { stopWords, verdictWords } from "./demo_words.js";
import { gettext } from "./i18n.js";
import { need, sayIn } from "./template.js";

const form = need(document, ".demo-form", HTMLFormElement);
const input = need(form, "textarea", HTMLTextAreaElement);
const generate = need(form, ".demo-generate", HTMLButtonElement);
const stop = need(form, ".demo-stop", HTMLButtonElement);
const verdict = need(document, ".demo-verdict p");
const stage = need(document, ".demo-stage");
const announcer = new Announcer(need(document, "#announcer"));
const whole = new Side(need(document, "[data-side=whole]"));
const streamed = new Side(need(document, "[data-side=streamed]"));
const sides = [whole, streamed];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** @type {AbortController | null} What runs now. */
let running = null;

async function run() {
  const prompt = input.value.trim();
  if (running || !prompt) {
    input.focus();
    return;
  }
  running = new AbortController();
  showRunning(true);
  stage.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  announcer.say(gettext("Generating"));
  const { url = "" } = form.dataset;
  const token = need(form, "[name=csrfmiddlewaretoken]", HTMLInputElement).value;
  const { signal } = running;
  const runs = sides.map((side) => side.run({ url, token, fields: { prompt }, signal }));
  requestAnimationFrame(tick);
  await Promise.all(runs);
  const words = (signal.aborted ? stopWords : verdictWords)(whole.watch, streamed.watch);
  sayIn(verdict, words);
  announcer.say(words || sides.map((side) => side.note).join(" "));
  running = null;
  showRunning(false);
}

/** @param {boolean} isRunning */
function showRunning(isRunning) {
  const hadFocus = form.contains(document.activeElement);
  generate.hidden = isRunning;
  stop.hidden = !isRunning;
  if (isRunning) verdict.hidden = true;
  if (hadFocus && document.activeElement === document.body) (isRunning ? stop : generate).focus();
}

/** @param {number} now */
function tick(now) {
  const longest = Math.max(...sides.map((side) => side.watch.elapsed(now)));
  for (const side of sides) side.tick(now, longest);
  if (!running) return;
  if (calm.matches) setTimeout(() => tick(performance.now()), 1000);
  else requestAnimationFrame(tick);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
stop.addEventListener("click", () => running?.abort());
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  run();
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) running?.abort();
});
addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button[data-action]");
  if (!(button instanceof HTMLButtonElement)) return;
  if (button.dataset.action === "copy-code") {
    copyWith(button, button.closest(".code-block")?.querySelector("code")?.textContent ?? "");
  }
  if (button.dataset.action === "example" && !running) {
    input.value = button.textContent.trim();
    run();
  }
});
