import assert from "node:assert/strict";
import { test } from "node:test";
import { filledIn, matching, placesOf, slashQuery } from "../../static/js/prompt_picker.js";

/** @param {string[]} names */
function prompts(...names) {
  return names.map((name) => ({ name, text: "" }));
}

/** @param {{name: string}[]} found */
function namesOf(found) {
  return found.map(({ name }) => name);
}

test("only a slash at the very beginning of one line asks for a prompt", () => {
  assert.equal(slashQuery("/"), "");
  assert.equal(slashQuery("/trans "), "trans");
  for (const text of ["", "a/b", " /a", "/a\nb"]) assert.equal(slashQuery(text), null);
});

test("names that begin with what was typed come first", () => {
  const all = prompts("Explain", "Translate", "Retranslate", "Ärger");
  assert.deepEqual(namesOf(matching(all, "trans")), ["Translate", "Retranslate"]);
  assert.deepEqual(namesOf(matching(all, "ÄR")), ["Ärger"]);
  assert.deepEqual(namesOf(matching(all, "A\u0308R")), ["Ärger"]);
  assert.equal(matching(all, "").length, 4);
  assert.deepEqual(matching(all, "nothing"), []);
});

test("each place is asked for once, in the order of the text", () => {
  assert.deepEqual(placesOf("{{ to }} {{from}} {{to}} {{first name}}"), [
    "to",
    "from",
    "first name",
  ]);
  for (const text of ["", "{to}", "{{}}", "{{ }}", "{{a\nb}}"])
    assert.deepEqual(placesOf(text), []);
});

test("what is filled in stays as it is", () => {
  const values = new Map([
    ["a", "$& {{b}} \\1"],
    ["b", "two"],
  ]);
  assert.equal(filledIn("{{a}}, {{ b }}, {{c}}", values), "$& {{b}} \\1, two, {{c}}");
});

test("a long run of braces takes no time", () => {
  const started = performance.now();
  placesOf("{{ ".repeat(100_000));
  placesOf(`{{${" ".repeat(100_000)}`);
  assert.ok(performance.now() - started < 5_000);
});
