// Weights begin with 0.1, 0.2 and 0.3; the first use pulls towards 1, the second towards −2.

import assert from "node:assert/strict";
import { test } from "node:test";
import { equals } from "../../../src/tying/widgets/ledger/labels.js";
import { sceneOf } from "../../../src/tying/widgets/ledger/scene.js";
import { storiesOf } from "../../../src/tying/widgets/ledger/stories.js";
import { WORDS } from "../../../src/tying/widgets/ledger/words.js";
import { linear, link, recipe, squares } from "./recipes.js";

const t = WORDS.en;
const pulled = (op, optimizer, steps = 0) => {
  const flipped = ["1.weight"];
  return sceneOf(squares(2, [link(op, "0.weight", "1.weight")], { flipped, optimizer, steps }));
};
const story = (op, optimizer) => storiesOf(t, pulled(op, optimizer), optimizer).join("\n");

test("a tie adds its pulls and steps once", () => {
  assert.match(
    story("tie", "sgd"),
    /^Object A decides 0\.weight and 1\.weight\. .* −0\.9 \+ 2\.1 = 1\.2/,
  );
});

test("a transposed tie says so", () => {
  assert.match(story("transpose", "sgd"), /The pull on 1\.weight arrives transposed\.$/);
});

test("an alias takes the step of a tie under SGD, and stands still under Adam", () => {
  assert.match(story("alias", "sgd"), /that of a tie: 0\.1 → −0\.02\.$/); // 0.1 − 0.1 · 1.2
  assert.match(story("alias", "adam"), /opposite directions: 0\.1 → 0\.1\./);
});

test("a copy parts from what it was copied from", () => {
  assert.match(story("copy", "sgd"), /^A and B are equal, 0\.1, .* they are 0\.19 and −0\.11\.$/);
  assert.deepEqual(equals(pulled("copy", "sgd")), [-1, 0]);
  assert.deepEqual(equals(pulled("copy", "sgd", 1)), [-1, -1]);
});

test("a layer that is called again gets a sum, and what shares nothing has no story", () => {
  const called = sceneOf(recipe(4, [linear(4, false, 2)]));
  // towards 1 and 2
  assert.deepEqual(storiesOf(t, called, "sgd"), [
    "Object A is used twice and gets the sum −0.9 − 1.9 = −2.8.",
  ]);
  assert.deepEqual(storiesOf(t, sceneOf(squares(2)), "sgd"), [t.stories.alone]);
});
