import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffSeconds } from "../../static/js/backoff.js";

test("attempts come further apart, up to a limit that a waiting reader can bear", () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => backoffSeconds(attempt, () => 1));
  assert.deepEqual(longest, [0.5, 1, 2, 4, 8, 16, 20, 20]);
});

test("jitter spreads pages that lost the connection together", () => {
  const draws = Array.from({ length: 200 }, () => backoffSeconds(4));
  assert.ok(Math.min(...draws) >= 4);
  assert.ok(Math.max(...draws) <= 8);
  assert.ok(new Set(draws).size > 100);
});

test("no attempt is immediate, however the dice fall", () => {
  assert.ok(backoffSeconds(0, () => 0) >= 0.25);
});
