import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerOf,
  barrierOf,
  between,
  isSame,
} from "../../../src/tying/widgets/line_between/lines.js";

// two pixels, two images 1 and 3 away from their mean (2, 0) to both sides: rests (±1, 0)
const given = {
  images: [
    [16, 0],
    [48, 0],
  ],
  firsts: { linear: { none: [[-1, 0]], signs: [[1, 0]] }, relu: { none: [[1, 0]] } },
  seconds: { linear: [[1, 0]], relu: [[1, 0]] },
  shown: [1],
  last: 2,
};
const setting = { kind: "linear", change: "none", place: 1 };

test("the average of two signs is zero, and puts out the mean image", () => {
  const { losses, before, outputs } = answerOf(setting, given);
  assert.deepEqual(losses, [0, 1, 0]);
  assert.deepEqual(before, losses);
  assert.deepEqual(outputs, [[2, 0]]);
});

test("with equal signs the line stays on the solution", () => {
  const numbers = answerOf({ ...setting, change: "signs" }, given);
  assert.deepEqual(numbers.losses, [0, 0, 0]);
  assert.deepEqual(numbers.outputs, [[3, 0]]);
  assert.ok(isSame(numbers));
});

test("a ReLU unit passes one side only", () => {
  const { losses } = answerOf({ ...setting, kind: "relu" }, given);
  assert.deepEqual(losses, [0.5, 0.5, 0.5]);
});

test("a barrier is counted from the line between the ends", () => {
  assert.equal(barrierOf([0, 3, 2]), 2);
  assert.equal(barrierOf([0, 1, 2]), 0);
});

test("a place of the line is a weighted mean", () => {
  assert.deepEqual(between([[0, 4]], [[4, 0]], 0.25), [[1, 3]]);
});

test("a network with another loss is another network", () => {
  assert.ok(!isSame({ losses: [2, 1], before: [1, 1] }));
});
