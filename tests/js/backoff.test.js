import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffSeconds, hintedSeconds } from "../../static/js/unsent.js";

test("attempts come further apart, up to a limit that a waiting reader can bear", () => {
  const longest = [0, 1, 2, 3, 4, 5, 50].map((attempt) => backoffSeconds(attempt, () => 1));
  assert.deepEqual(longest, [1, 2, 4, 8, 16, 20, 20]);
});

test("five hundred pages that lost the connection together come back one by one", () => {
  for (const attempt of [0, 1, 4]) {
    const longest = backoffSeconds(attempt, () => 1);
    const tenths = Array(10).fill(0);
    for (let page = 0; page < 500; page++) {
      tenths[Math.min(9, Math.floor((backoffSeconds(attempt) / longest) * 10))] += 1;
    }
    const [busiest, idlest] = [Math.max(...tenths), Math.min(...tenths.slice(1))];
    assert.ok(busiest < 180, `${busiest} of 500 pages came back in one tenth of the time`);
    assert.ok(idlest > 15, `${idlest} of 500 pages came back in one tenth of the time`);
  }
});

test("no attempt is immediate, however the dice fall", () => {
  assert.equal(
    backoffSeconds(0, () => 0),
    0.1,
  );
});

test("a server that goes away says when to come back", () => {
  assert.equal(hintedSeconds("reconnect after 1.42 s"), 1.42);
  assert.equal(hintedSeconds("reconnect after 3 s"), 3);
  assert.equal(hintedSeconds("reconnect after 99999 s"), 20);
});

test("no other words are taken for that", () => {
  for (const words of ["", "too many frames", "reconnect after -1 s", "reconnect after s"]) {
    assert.equal(hintedSeconds(words), null);
  }
});
