import assert from "node:assert/strict";
import { test } from "node:test";
import { arrow, scales } from "../../../src/tying/widgets/first_step/picture.js";
import { result, rowTexts, signed } from "../../../src/tying/widgets/first_step/sentences.js";
import { firstSteps, moves } from "../../../src/tying/widgets/first_step/steps.js";
import { snap } from "../../../src/tying/widgets/first_step/widget.js";
import { WORDS } from "../../../src/tying/widgets/first_step/words.js";

const t = WORDS.en;
const steps = (start, optimizer) => firstSteps({ start, optimizer });

test("a step has a sign, and nothing has none", () => {
  assert.deepEqual([0.7, -0.1, -0.001].map(signed), ["+0.70", "−0.10", "0.00"]);
});

test("the words above the arrows say gradient and step", () => {
  assert.deepEqual(rowTexts(t, -0.5, steps(-0.5, "Adam")), [
    "tied: the sum −6 gives +1.00",
    "alias, use 1: −7 gives +1.00",
    "alias, use 2: 1 gives −1.00, in all 0.00",
  ]);
});

test("what came out is said in two sentences", () => {
  const say = (start, optimizer) => result(t, { start, optimizer }, steps(start, optimizer));
  assert.equal(
    say(-5, "Adam"),
    "Adam from −5: the tie moves by +1.00, the alias by +1.00 and +1.00. " +
      "The alias moves twice as far.",
  );
  assert.equal(
    say(-5, "SGD"),
    "SGD from −5: the tie moves by +2.40, the alias by +1.60 and +0.80. " +
      "Both end at the same place.",
  );
});

test("the second step of the alias begins where the first ends", () => {
  const [tied, first, second] = moves(4, steps(4, "SGD"));
  assert.equal(tied.from, 4);
  assert.equal(second.from, first.from + first.step);
});

test("a start is one that the slider has", () => {
  assert.deepEqual(
    [-9, -0.7, 0.2, 9].map((theta) => snap(theta, [-5, 7])),
    [-5, -0.5, 0, 7],
  );
});

test("pixels and values are each other's inverse, and the axis fills the width", () => {
  const { x, theta, right } = scales([-5, 7], 400);
  assert.equal(x(7), right);
  assert.ok(Math.abs(theta(x(2.5)) - 2.5) < 0.01);
});

test("a head is no longer than its arrow, and nothing has no head", () => {
  assert.equal(arrow(10, 14, 0, true).shaft, "M10,0H10");
  assert.equal(arrow(10, 60, 0, true).shaft, "M10,0H50");
  assert.equal(arrow(60, 10, 0, true).shaft, "M60,0H20");
  assert.equal(arrow(10, 10, 0, true).head, "");
});
