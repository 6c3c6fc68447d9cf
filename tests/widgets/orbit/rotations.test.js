import assert from "node:assert/strict";
import { test } from "node:test";
import {
  change,
  codes,
  nearest,
  orthogonal,
  outputs,
  stands,
  turned,
} from "../../../src/tying/widgets/orbit/rotations.js";

const W = [
  [1, 0],
  [0, 2],
];
const POINTS = [
  [1, 1],
  [-1, 3],
];
const plain = { angle: 0, mirror: false, activation: "linear" };

test("a quarter turn puts the first unit in the place of the second", () => {
  const matrix = turned({ ...plain, angle: 90 }, W);
  assert.deepEqual(
    matrix.map((row) => row.map((value) => Math.round(value * 1e9) / 1e9 + 0)),
    [
      [0, -2],
      [1, 0],
    ],
  );
});

test("the mirror changes the sign of the second unit first", () => {
  assert.deepEqual(orthogonal({ angle: 0, mirror: true }), [
    [1, 0],
    [0, -1],
  ]);
});

test("codes and outputs by hand", () => {
  assert.deepEqual(codes(W, POINTS, "relu"), [
    [1, 2],
    [0, 6],
  ]);
  assert.deepEqual(outputs(W, POINTS, "relu"), [
    [1, 4],
    [0, 12],
  ]);
});

test("with all signs changed a ReLU passes what it stopped before", () => {
  // (1, 1) has the output (1, 4) before and (0, 0) after; (-1, 3) has (0, 12) and (-1, 0)
  const changed = change({ ...plain, angle: 180, activation: "relu" }, W, POINTS);
  assert.ok(Math.abs(changed - Math.sqrt((1 + 16 + 1 + 144) / 2)) < 1e-9);
  assert.ok(!stands(changed));
  assert.ok(stands(change({ ...plain, angle: 180, activation: "tanh" }, W, POINTS)));
});

test("a direction becomes the nearest angle of the slider, on the whole circle", () => {
  assert.equal(nearest(42, 5), 40);
  assert.equal(nearest(-90, 5), 270);
  assert.equal(nearest(-2, 5), 0);
  assert.equal(nearest(179, 5), 180);
});
