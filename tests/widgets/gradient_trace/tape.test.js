// Derivatives are compared with central differences.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { matrix, norm, plus, vector } from "../../../src/tying/widgets/gradient_trace/arrays.js";
import { backward, tape } from "../../../src/tying/widgets/gradient_trace/tape.js";

const STEP = 1e-5;
const W = matrix([
  [0.3, -0.7, 1.1],
  [0.9, 0.2, -0.4],
]);
const X = vector([0.5, -1.2, 0.8]);
const A = vector([0.4, -0.3]);
const B = vector([-0.9, 0.6]);

/** A loss of what an operation makes of its operands: half the squared distance from 1, 2, … */
function lossTape(operation, values, ...details) {
  const t = tape();
  const leaves = values.map((value, k) => t.leaf(`v${k}`, value, "input"));
  const result = t.apply("y", "", operation, leaves, ...details);
  if (result.value.data.length > 1) {
    const target = t.leaf("t", vector(result.value.data.map((_, i) => i + 1)), "input");
    t.apply("L", "", "square", [result, target]);
  }
  return t;
}

const lossOf = (...call) => lossTape(...call).nodes.at(-1).value.data[0];

/** The slope of the loss in entry i of operand k. */
function difference(operation, values, details, k, i) {
  const at = (step) => {
    const moved = values.map((value, one) => ({
      shape: value.shape,
      data: value.data.map((x, j) => (one === k && j === i ? x + step : x)),
    }));
    return lossOf(operation, moved, ...details);
  };
  return (at(STEP) - at(-STEP)) / (2 * STEP);
}

describe("each operation sends back the slopes of its operands", () => {
  const cases = [
    ["add", [A, B]],
    ["matvec", [W, X]],
    ["tanh", [A, B]],
    ["row", [W], 1],
    ["sum", [W]],
    ["square", [A], vector([0.1, 0.2])],
    ["cross", [X], 2],
  ];
  for (const [operation, values, ...details] of cases) {
    test(operation, () => {
      const { gradients } = backward(lossTape(operation, values, ...details));
      values.forEach((value, k) => {
        const slopes = value.data.map((_, i) => difference(operation, values, details, k, i));
        const gap = plus(gradients.get(k), { data: slopes.map((x) => -x) });
        assert.ok(norm(gap) < 1e-8, `operand ${k}: ${gradients.get(k).data} and ${slopes}`);
        assert.deepEqual(gradients.get(k).shape, value.shape);
      });
    });
  }
});

test("a node that is used twice receives the sum of what both uses send", () => {
  const t = tape();
  const x = t.leaf("x", vector([3]), "input");
  t.apply("L", "x + x", "add", [x, x]);
  const { gradients, steps } = backward(t);
  assert.deepEqual(gradients.get(x.id).data, [2]);
  assert.deepEqual(
    steps[0].sent.map(({ to, part }) => [to, part.data]),
    [
      [x.id, [1]],
      [x.id, [1]],
    ],
  );
});

test("cross-entropy does not overflow", () => {
  assert.equal(lossOf("cross", [vector([1000, 0])], 0), 0);
  assert.equal(lossOf("cross", [vector([1000, 0])], 1), 1000);
});

test("backward visits the operations from the last to the first, and no leaf", () => {
  const t = tape();
  const x = t.leaf("x", A, "input");
  const y = t.apply("y", "", "add", [x, x]);
  const z = t.apply("z", "", "tanh", [y, x]);
  const loss = t.apply("L", "", "sum", [z]);
  assert.deepEqual(
    backward(t).steps.map(({ node }) => node),
    [loss.id, z.id, y.id],
  );
});
