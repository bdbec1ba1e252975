/** What the boxes in which messages are written have in common. Knows no socket and no storage. */
import { gettext } from "./i18n.js";

export const LONGEST_TEXT = 32_768; // characters, as docs/protocol.md counts them
const COUNTED_BEFORE = 2_000; // the limit is shown to whoever comes near it
const KEY_CODE_OF_IME = 229; // Safari ends a composition before its Enter arrives

export const touch = matchMedia("(hover: none) and (pointer: coarse)");

/** As its writer wants it, see the settings page. */
export function sendsWithCtrl() {
  const composer = document.querySelector(".composer");
  return composer instanceof HTMLElement && composer.dataset.sendKey === "ctrl_enter";
}

/**
 * Enter sends: never while an IME composes, and on touch it breaks the line.
 * @param {KeyboardEvent} event
 */
export function isSendKey(event) {
  if (event.key !== "Enter" || event.shiftKey || event.altKey) return false;
  if (event.isComposing || event.keyCode === KEY_CODE_OF_IME) return false;
  const breaksLines = touch.matches || sendsWithCtrl();
  return !breaksLines || event.ctrlKey || event.metaKey;
}

/**
 * Grow with the text where CSS cannot do it.
 * @param {HTMLTextAreaElement} input
 */
export function fitToText(input) {
  if (CSS.supports("field-sizing", "content")) return;
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

/**
 * Characters over the limit, negative below it; counted exactly only where it matters.
 * @param {string} text
 * @param {number} longest
 */
export function excessOf(text, longest = LONGEST_TEXT) {
  if (text.length < longest - COUNTED_BEFORE) return text.length - longest;
  let characters = 0;
  for (const _ of text) characters += 1;
  return characters - longest;
}

/**
 * @param {HTMLElement} counter
 * @param {number} excess
 * @param {number} longest
 */
export function showCount(counter, excess, longest = LONGEST_TEXT) {
  counter.hidden = excess < -COUNTED_BEFORE;
  counter.toggleAttribute("data-over", excess > 0);
  counter.textContent =
    excess > 0
      ? gettext("{count} characters too long", { count: excess })
      : gettext("{count} of {limit}", { count: longest + excess, limit: longest });
}

/**
 * @param {number} excess
 * @param {number} longest
 */
export function tooLong(excess, longest = LONGEST_TEXT) {
  return gettext(
    "A message has at most {limit} characters, this one has {count}. Shorten it to send it.",
    { limit: longest, count: longest + excess },
  );
}
