// How the entries of an array are drawn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leastSquare, markOf } from "../../../src/tying/widgets/gradient_trace/array_view.js";

const CELL = 14; // of which 12 pixels are drawn

test("the area of a square is the size of its entry", () => {
  assert.deepEqual(markOf(4, 4, CELL), { tag: "rect", side: 12 });
  assert.deepEqual(markOf(-1, 4, CELL), { tag: "rect", side: 6 }); // a quarter: half the side
});

test("no mark is smaller than 6 pixels: an entry too small for a square is a circle", () => {
  for (const cell of [13, 16, 20]) {
    for (let part = 1; part >= 1e-9; part *= 0.7) {
      const { tag, side } = markOf(-part, 1, cell);
      assert.ok(side >= 6 && side <= cell - 2);
      assert.equal(tag, part * (cell - 2) ** 2 < 36 ? "circle" : "rect");
    }
  }
});

test("zero is not drawn, nor what rounding left of it", () => {
  assert.equal(markOf(1e-16, 1, CELL), null);
  assert.equal(markOf(0, 1, CELL), null);
  assert.equal(markOf(0, 0, CELL), null);
});

test("the part of the largest entry below which circles begin depends on the columns", () => {
  const isNear = (a, b) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);
  isNear(leastSquare({ shape: [6, 3] }), 0.25); // cells of 14 pixels
  isNear(leastSquare({ shape: [12, 16] }), 36 / 121); // 13 pixels: 16 columns have 208
});
