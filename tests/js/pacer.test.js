import assert from "node:assert/strict";
import { test } from "node:test";
import { Pacer } from "../../static/js/following.js";

const FRAME_MS = 1000 / 60;

/**
 * @param {number} size of a burst, in characters
 * @param {number} rate of bursts, in Hz
 */
function play(size, rate) {
  const pacer = new Pacer();
  const pushedAt = [];
  const shownAt = [];
  const perFrame = [];
  let next = 0;
  for (let now = 0; now < 3_000; now += FRAME_MS) {
    for (; next <= now && next < 2_000; next += 1000 / rate) {
      pacer.push(size, next);
      pushedAt.push(...Array(size).fill(next));
    }
    const count = pacer.take(now);
    assert.ok(Number.isInteger(count) && count >= 0);
    perFrame.push(count);
    shownAt.push(...Array(count).fill(now));
  }
  return { pushedAt, shownAt, perFrame };
}

test("nothing lags more than 200 ms behind, and everything comes out", () => {
  for (const rate of [1, 3, 5, 8, 13, 25, 40, 60]) {
    for (const size of [1, 2, 7, 50, 200]) {
      const { pushedAt, shownAt } = play(size, rate);
      assert.equal(shownAt.length, pushedAt.length, `${size} at ${rate} Hz`);
      const lag = Math.max(...shownAt.map((at, index) => at - pushedAt[index]));
      assert.ok(lag <= 200, `${size} at ${rate} Hz lag ${lag} ms`);
    }
  }
});

test("bursts are spread over the frames between them", () => {
  const { perFrame } = play(60, 8);
  const steady = perFrame.slice(60, 110);
  assert.ok(Math.max(...steady) <= 25, `${steady}`);
  assert.ok(steady.filter((count) => count > 0).length >= 40, `${steady}`);
});

test("the first text is shown at once, and so is what comes after a pause", () => {
  const pacer = new Pacer();
  pacer.push(40, 1000);
  assert.equal(pacer.take(1010), 40);
  pacer.push(30, 1100);
  assert.ok(pacer.take(1110) < 30);
  pacer.push(20, 9000);
  assert.ok(pacer.take(9010) >= 20);
});

test("text that comes with every frame waits for none", () => {
  const { pushedAt, shownAt } = play(9, 60);
  const lags = shownAt.map((at, index) => at - pushedAt[index]);
  assert.ok(Math.max(...lags) <= FRAME_MS + 1);
});

test("at the end all of it is out", () => {
  const pacer = new Pacer();
  pacer.push(1, 0);
  pacer.take(1);
  pacer.push(100, 120);
  const shown = pacer.take(130);
  assert.ok(shown < 100);
  assert.equal(pacer.takeAll(), 100 - shown);
  assert.equal(pacer.take(150), 0);
});

test("after a tab was hidden everything is due at once", () => {
  const pacer = new Pacer();
  for (let now = 0; now < 5_000; now += 100) pacer.push(10, now);
  assert.equal(pacer.take(6_000), 500);
});
