// A scene of two uses of b with the contributions 1 and 1.5: s₁ = b, s₂ = b + s₁, L = s₂.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { vector } from "../../../src/tying/widgets/gradient_trace/arrays.js";
import { momentOf } from "../../../src/tying/widgets/gradient_trace/moment.js";
import { changeInWords } from "../../../src/tying/widgets/gradient_trace/setting.js";
import { stepInWords } from "../../../src/tying/widgets/gradient_trace/step_sentences.js";
import { WORDS } from "../../../src/tying/widgets/gradient_trace/words.js";

const t = WORDS.en;
const USES = [
  { node: 0, label: "s₁ = b", part: vector([1]), norm: 1 },
  { node: 1, label: "s₂ = b + s₁", part: vector([1.5]), norm: 1.5 },
];
const B = { name: "b", node: 3, uses: USES, sum: vector([2.5]), norm: 2.5 };
const node = (id, title) => ({ id, title, label: title, kind: id === 3 ? "parameter" : "op" });
const step = (id, g, on, ...uses) => ({
  node: id,
  gradient: vector([g]),
  on,
  uses: uses.map((use) => ({ parameter: 0, use })),
});
const SCENE = {
  nodes: ["s₁", "s₂", "L", "b"].map((title, id) => node(id, title)),
  steps: [step(2, 1, [1]), step(1, 1.5, [0], 1), step(0, 1, [], 0)],
  parameters: [B],
  loss: 4,
};
const UNDRAWN = { ...SCENE, nodes: [], steps: [] };

describe("a moment", () => {
  test("knows what has arrived, and what has just come", () => {
    const facts = [0, 1, 2, 3].map((at) => {
      const { arrived, fresh, complete, finished, known } = momentOf(SCENE, 0, at);
      return [[...arrived], fresh, complete, finished, [...known.keys()]];
    });
    assert.deepEqual(facts, [
      [[], [], false, false, []],
      [[], [], false, false, [2]],
      [[1], [1], false, false, [2, 1]],
      [[1, 0], [0], true, true, [2, 1, 0]],
    ]);
  });
  test("of a scene without a graph has a step for each use, the last one first", () => {
    const { last, fresh, arrived } = momentOf(UNDRAWN, 0, 1);
    assert.deepEqual([last, fresh, [...arrived]], [2, [1], [1]]);
  });
});

describe("a step in words", () => {
  const describeStep = (at, scene = SCENE) => stepInWords(t, momentOf(scene, 0, at));

  test("before the first, the loss", () => {
    const words =
      "Forward is done: the loss is 4. Backward has not begun, and b.grad is not known.";
    assert.equal(describeStep(0), words);
  });
  test("at a node without a use, where the gradient goes", () => {
    assert.equal(describeStep(1), "Step 1 of 3: the gradient of L is 1. It goes on to s₂.");
    const end = { ...SCENE, steps: [step(2, 1, [])] };
    assert.match(describeStep(1, end), /the gradient of L is 1\. It goes to no further node\.$/);
  });
  test("at a use, what it contributes and what has arrived", () => {
    assert.equal(
      describeStep(2),
      "Step 2 of 3: the gradient of s₂ is 1.5. Use 2 contributes 1.5 to b. " +
        "1 of 2 contributions have arrived.",
    );
    assert.match(
      describeStep(3),
      /Use 1 contributes 1 to b\. Both have arrived: b\.grad is their sum, 2\.5/,
    );
  });
  test("without a graph, the use alone", () => {
    assert.equal(
      describeStep(1, UNDRAWN),
      "Step 1 of 2: Use 2, s₂ = b + s₁, contributes 1.5 to b. 1 of 2 contributions have arrived.",
    );
  });
  test("a contribution to one row of a table is given by the row's name", () => {
    const part = { shape: [2, 2], data: [0, 0, 3, 4] };
    const table = { ...B, rows: ["the", "cat"], uses: [USES[0], { ...USES[1], part, norm: 5 }] };
    const words = describeStep(2, { ...SCENE, parameters: [table] });
    assert.match(words, /Use 2 contributes \(3, 4\) in row “cat” to b\./);
  });
});

describe("a change of the setting in words", () => {
  const setting = { example: "bias", loss: "squared", x1: 1, t1: 0.5 };
  const presets = { oppose: { ...setting, x1: 2, t1: 2.5 } };
  const before = { setting, scene: SCENE };
  const scene = (sum) => ({ ...SCENE, loss: 1, parameters: [{ ...B, sum: vector([sum]) }] });
  const change = (next, at = 0, sum = 2.5) =>
    changeInWords(t, before, { ...setting, ...next }, momentOf(scene(sum), 0, at), presets);

  test("one value, and the loss", () => {
    assert.equal(change({ x1: 1.3 }), "Input x₁: 1.3, was 1. The loss is 1.");
    assert.match(change({ loss: "sum" }), /^Loss: sum of the output, was squared error to t\. /);
  });
  test("the gradient, where it is known", () => {
    assert.match(change({ x1: 1.3 }, 3, 2.8), / b\.grad is 2\.8, was 2\.5\.$/);
    assert.match(change({ x1: 1.3 }, 3), / b\.grad stays 2\.5\.$/);
  });
  test("a preset, by its name", () => {
    assert.equal(change(presets.oppose), "Start: “the uses disagree”. The loss is 1.");
  });
  test("another example that is no preset any more, without its numbers", () => {
    assert.equal(
      change({ example: "twice", matrix: "turn" }, 3),
      "Example: one matrix used twice, was one bias in two sums. The loss is 1.",
    );
  });
});
