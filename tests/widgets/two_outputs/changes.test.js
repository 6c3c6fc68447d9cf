import assert from "node:assert/strict";
import { test } from "node:test";
import { changes, counts, rowAndColumn } from "../../../src/tying/widgets/two_outputs/changes.js";

const IMAGE = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const WEIGHTS = [
  [1, 1],
  [1, 1],
];

test("every output of the convolution changes by the pixel that the weight meets", () => {
  const { convolution } = changes({ a: 0, weight: 1, added: 2 }, IMAGE, WEIGHTS);
  assert.deepEqual(convolution, [
    [4, 6],
    [10, 12],
  ]);
});

test("in the locally connected layer A alone changes, by the same", () => {
  const { local } = changes({ a: 3, weight: 1, added: 2 }, IMAGE, WEIGHTS);
  assert.deepEqual(local, [
    [0, 0],
    [0, 12],
  ]);
});

test("sharing divides the weights by the number of places, and no product is saved", () => {
  assert.deepEqual(counts(IMAGE, WEIGHTS), { convolution: 4, local: 16, macs: 16 });
});

test("places are counted row by row", () => {
  assert.deepEqual(rowAndColumn(5, 4), [1, 1]);
});
