import assert from "node:assert/strict";
import test from "node:test";

import { triedAgainWords } from "../../static/js/wording.js";

test("a message that is tried again soon waits for a busy site", () => {
  const words = triedAgainWords(new Date(Date.now() + 30_000));
  assert.equal(words, "Queued. The site is busy, trying again soon");
});

test("a message that waits for hours says until when", () => {
  const at = new Date(Date.now() + 3 * 3_600_000);
  const minutes = String(at.getMinutes()).padStart(2, "0");
  assert.match(triedAgainWords(at), new RegExp(`^Queued\\. It will be sent at \\d+\\D${minutes}`));
});
