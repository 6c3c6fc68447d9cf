import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { spread } from "../../../src/tying/widgets/bias_variance/scales.js";

const TOP = 36;
const BOTTOM = 240;
const HEIGHTS = [
  [100, 100, 100],
  [240, 238, 10],
  [36, 36, 37],
  [239, 239, 239],
  [50, 120, 200],
];

/** Indices of values from the least to the largest; of equal ones the first comes first. */
const orderOf = (values) => values.map((_, k) => k).sort((a, b) => values[a] - values[b] || a - b);

describe("labels of curves", () => {
  for (const preferred of HEIGHTS) {
    test(`at ${preferred.join(", ")} stay apart, inside and in order`, () => {
      const placed = spread(preferred, TOP, BOTTOM);
      const order = orderOf(placed);
      for (let n = 1; n < order.length; n += 1) {
        assert.ok(placed[order[n]] - placed[order[n - 1]] >= 15);
      }
      assert.ok(Math.min(...placed) >= TOP);
      assert.ok(Math.max(...placed) <= BOTTOM);
      assert.deepEqual(order, orderOf(preferred));
    });
  }
  test("stay where they are when there is room", () => {
    assert.deepEqual(spread([50, 120, 200], TOP, BOTTOM), [50, 120, 200]);
  });
});
