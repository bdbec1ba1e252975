import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clockWords,
  comeBackWords,
  Stopwatch,
  stopWords,
  verdictWords,
} from "../../static/js/wording.js";

/**
 * @param {number | null} first
 * @param {number} last
 */
function watch(first, last) {
  const made = new Stopwatch(1000);
  if (first !== null) made.hear(1000 + first);
  made.end(1000 + last);
  return made;
}

test("the first words and the last are counted once, from the beginning", () => {
  const watch = new Stopwatch(1000);
  assert.equal(watch.elapsed(1400), 400);
  watch.hear(1500);
  watch.hear(1900);
  watch.end(3000);
  watch.end(9000);
  assert.deepEqual([watch.untilFirst, watch.untilLast, watch.elapsed(9999)], [500, 2000, 2000]);
  assert.equal(watch.tokensPerSecond(100), 50);
});

test("the verdict tells who waited, and that nothing was made faster", () => {
  const words = verdictWords(watch(4000, 4000), watch(80, 4100));
  assert.match(words, /began to read after 0\.08 s; without it you waited 4\.00 s/);
  assert.match(words, /at about the same time/);
});

test("sides that ended far apart are not called the same", () => {
  assert.doesNotMatch(verdictWords(watch(9000, 9000), watch(80, 4100)), /same time/);
});

test("nothing is compared where one side said nothing", () => {
  assert.equal(verdictWords(watch(null, 100), watch(80, 4100)), "");
});

test("a stop tells what is left on each side", () => {
  assert.match(stopWords(watch(null, 1200), watch(80, 1200)), /after 1\.20 s\. .* nothing to keep/);
  assert.match(stopWords(watch(null, 20), watch(null, 20)), /Nothing was written yet/);
  assert.equal(stopWords(watch(900, 900), watch(80, 1200)), "You stopped after 1.20 s.");
});

test("a clock has hundredths, until they do not matter", () => {
  assert.deepEqual([40, 1234, 123_456].map(clockWords), ["0.04 s", "1.23 s", "123 s"]);
});

test("who was refused is told when to come back, and then that it is time", () => {
  assert.deepEqual([3, 0].map(comeBackWords), ["Try again in 3 s.", "Try again now."]);
});
