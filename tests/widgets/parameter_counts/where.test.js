import assert from "node:assert/strict";
import { test } from "node:test";
import { countLayers } from "../../../src/tying/widgets/parameter_counts/counts.js";
import { middle, nearest } from "../../../src/tying/widgets/parameter_counts/where.js";

const SETTING = { height: 6, width: 5, channels_in: 1, channels_out: 2, kernel: 3 };
const setting = { ...SETTING, stride: 1, padding: 0, bias: "none" };
const counts = countLayers(setting); // 4 × 3 places

test("the middle is away from the edges, and the origin where nothing is counted", () => {
  assert.deepEqual(middle(counts), { i: 2, j: 1, f: 0 });
  assert.deepEqual(middle(null), { i: 0, j: 0, f: 0 });
});

test("a place that the output no longer has becomes the nearest", () => {
  assert.deepEqual(nearest({ i: 9, j: 1, f: 7 }, setting, counts), { i: 3, j: 1, f: 1 });
});
