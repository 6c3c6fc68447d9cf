import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerOf,
  changed,
  orbitOf,
  spreadOf,
} from "../../../src/tying/widgets/shift_average/averages.js";

const MATRIX = [
  [1, 2],
  [3, 5],
];

test("a shift moves every entry down and to the right, around the ring", () => {
  assert.deepEqual(answerOf({ k: 1, step: 1 }, MATRIX).moved, [
    [5, 3],
    [2, 1],
  ]);
});

test("the average over all shifts is constant along diagonals", () => {
  assert.deepEqual(answerOf({ k: 1, step: 1 }, MATRIX).average, [
    [3, 2.5],
    [2.5, 3],
  ]);
});

test("an entry is averaged with those of its diagonal", () => {
  const places = orbitOf({ step: 1, entry: 1 }, MATRIX);
  assert.deepEqual(places, [
    [0, 1],
    [1, 0],
  ]);
  assert.equal(spreadOf(MATRIX, places), 1);
});

test("with the shift by nothing alone the matrix stays", () => {
  assert.deepEqual(answerOf({ k: 0, step: 2 }, MATRIX).average, MATRIX);
  assert.equal(changed({ k: 1, step: 1, entry: 0 }, { step: 2 }, MATRIX).k, 0);
});
