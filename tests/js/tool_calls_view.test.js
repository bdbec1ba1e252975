import assert from "node:assert/strict";
import { test } from "node:test";
import { prettyJson } from "../../static/js/reply_details.js";

test("whole JSON is put into lines, and says what it said", () => {
  const text = '{"zone":"Asia/Tokyo", "days": [1,2], "none":{ },"list":[],"deep":{"a":null}}';
  const lines = prettyJson(text) ?? "";
  assert.equal(lines, JSON.stringify(JSON.parse(text), null, 2));
});

test("numbers and strings stay as they were written", () => {
  const text = '{"id":12345678901234567890,"words":"a, b: {c} \\"d\\" \\u00e9"}';
  assert.equal(
    prettyJson(text),
    '{\n  "id": 12345678901234567890,\n  "words": "a, b: {c} \\"d\\" \\u00e9"\n}',
  );
});

test("what is cut is no JSON, and nothing at all is no argument", () => {
  assert.equal(prettyJson('{"zone": "As'), null);
  assert.equal(prettyJson(""), "");
});
