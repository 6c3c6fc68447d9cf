// The dictionaries of all widgets: both languages say the same, with the same holes to fill.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { COMMON_WORDS, fill, inOrder } from "../../../src/tying/widgets/common/words.js";

const FOLDER = new URL("../../../src/tying/widgets/", import.meta.url);

/** The sentences of a dictionary by their path, as "done.set". */
function sentences(words, path = "") {
  if (typeof words === "string") return { [path]: words };
  const parts = Object.entries(words).map(([key, one]) =>
    sentences(one, path ? `${path}.${key}` : key),
  );
  return Object.assign({}, ...parts);
}

const holes = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();

// Signs, formulas and names that are the same in every language.
const UNTRANSLATED = {
  ledger: /^(kinds|types)\./,
};

const dictionaries = { common: COMMON_WORDS };
for (const name of readdirSync(FOLDER)) {
  const path = new URL(`${name}/words.js`, FOLDER);
  if (name !== "common" && existsSync(path)) dictionaries[name] = (await import(path)).WORDS;
}

test("every widget has its dictionary", () => {
  assert.ok(Object.keys(dictionaries).length > 4);
});

for (const [name, { en, zh }] of Object.entries(dictionaries)) {
  const english = sentences(en);
  const chinese = sentences(zh);
  test(`${name}: everything that is not a sign is translated`, () => {
    const missing = Object.keys(english).filter((path) => !(path in chinese));
    const allowed = UNTRANSLATED[name] ?? [];
    if (allowed instanceof RegExp) for (const path of missing) assert.match(path, allowed);
    else assert.deepEqual(missing.sort(), allowed);
    assert.deepEqual(
      Object.keys(chinese).filter((path) => !(path in english)),
      [],
    );
  });
  test(`${name}: a sentence has the same holes in both languages`, () => {
    for (const [path, text] of Object.entries(chinese)) {
      assert.deepEqual(holes(text), holes(english[path]), path);
    }
  });
}

test("braces are filled, and what is not known leaves nothing", () => {
  assert.equal(fill("{a} holds {b}{c}", { a: 1, b: "two" }), "1 holds two");
});

test("keys come in the order of the dictionary, and those that it lacks come last", () => {
  const dictionary = { first: "", second: "", absent: "" };
  const sorted = { another: 1, first: 2, second: 3 };
  assert.deepEqual(inOrder(dictionary, sorted), ["first", "second", "another"]);
});
