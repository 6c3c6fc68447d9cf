import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bothWays,
  differing,
  respond,
  roll,
} from "../../../src/tying/widgets/shifted_digit/responses.js";

const SPOT = Array.from({ length: 8 }, (_, i) =>
  i === 4 ? [0, 0, 0, 16, 0, 0, 0, 0] : Array(8).fill(0),
);
const WEIGHTS = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const at = (rows, columns, stride, padding) =>
  bothWays({ rows, columns, stride, padding }, SPOT, WEIGHTS);

test("a spot finds the kernel turned round about itself", () => {
  const image = [
    [0, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  assert.deepEqual(respond(image, WEIGHTS, { stride: 1, padding: "zeros" }), [
    [9, 8, 7, 0],
    [6, 5, 4, 0],
    [3, 2, 1, 0],
    [0, 0, 0, 0],
  ]);
});

test("beyond an edge lies the opposite one, or nothing", () => {
  const image = [
    [1, 0],
    [0, 0],
  ];
  const row = [
    [0, 0, 0],
    [1, 1, 1],
    [0, 0, 0],
  ];
  assert.deepEqual(respond(image, row, { stride: 1, padding: "zeros" })[0], [1, 1]);
  assert.deepEqual(respond(image, row, { stride: 1, padding: "circular" })[0], [1, 2]);
});

test("a ring goes round", () => {
  assert.deepEqual(roll([[1, 2, 3]], 0, 1), [[3, 1, 2]]);
  assert.deepEqual(roll([[1], [2], [3]], -1, 0), [[2], [3], [1]]);
});

test("both ways agree on a ring at stride 1, whatever the shift", () => {
  for (let k = 0; k < 16; k++) assert.equal(differing(at(k, (3 * k) % 16, 1, "circular")), 0);
});

test("at stride 2 they agree for even shifts only", () => {
  for (let k = 0; k < 16; k++) {
    assert.equal(at(0, k, 2, "circular").relative_error === 0, k % 2 === 0);
  }
});

test("zero padding shows only where the spot crosses an edge", () => {
  assert.equal(at(0, 0, 1, "zeros").relative_error, 0);
  assert.equal(at(3, 3, 1, "zeros").relative_error, 0);
  assert.equal(differing(at(7, 0, 1, "zeros")), 3); // its last row would continue at the top
});
