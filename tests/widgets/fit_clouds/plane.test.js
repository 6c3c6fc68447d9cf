import assert from "node:assert/strict";
import { test } from "node:test";
import { arrow } from "../../../src/tying/widgets/fit_clouds/marks.js";
import { nearest } from "../../../src/tying/widgets/fit_clouds/plane.js";

const LIMITS = [0, 1, 0.05];

test("a dragged truth stays on its way, on a step of the slider", () => {
  assert.equal(nearest([0.5, -0.5], LIMITS), 0.5);
  assert.equal(nearest([0.9, -0.1], LIMITS), 0.5); // beside the way: its nearest point
  assert.equal(nearest([0.36, -0.35], LIMITS), 0.35);
  assert.equal(nearest([-2, 2], LIMITS), 0);
  assert.equal(nearest([3, -3], LIMITS), 1);
});

test("an arrow ends before the mark, with a head of two barbs", () => {
  assert.equal(arrow([0, 0], [20, 0], 5), "M0,0L15,0M9,4L15,0L9,-4");
});

test("an arrow without room for its head is left out", () => {
  assert.equal(arrow([0, 0], [8, 0], 5), "");
  assert.equal(arrow([3, 3], [3, 3]), "");
});
