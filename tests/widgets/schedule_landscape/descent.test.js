import assert from "node:assert/strict";
import { test } from "node:test";
import {
  goodEnds,
  heightsOf,
  pathOf,
  WAYS,
} from "../../../src/tying/widgets/schedule_landscape/descent.js";

const PAIR = {
  centre: [0, 2],
  slope: [0, 0],
  rounding: [1, 1],
  depth: [1, 1],
  width: [1, 1],
  best: 1,
};
const close = (one, other, by = 1e-12) =>
  assert.ok(Math.abs(one - other) < by, `${one} is not ${other}`);

test("the ways begin and end as their names say", () => {
  assert.deepEqual([0, 0.5, 1].map(WAYS.fixed), [100, 100, 100]);
  close(WAYS.raised(0), 0.001);
  close(WAYS.raised(1), 100, 1e-9);
  close(WAYS.raised(0.4), 0.1, 1e-9);
  assert.deepEqual([0, 0.3, 0.8, 1].map(WAYS.rest), [0, 0, 100, 100]);
});

test("a step moves both by their slope and by the spring", () => {
  const [[[a], [b]]] = pathOf(PAIR, { way: "fixed", steps: 1 }, [[1], [1]], 1, 0.001);
  const slope = Math.exp(-0.5); // at a distance of one width
  close(a, 1 - 0.001 * slope);
  close(b, 1 + 0.001 * slope);
});

test("a path has as many moments as are asked for, and keeps the starts as they are", () => {
  const starts = [
    [0, 1],
    [2, 1],
  ];
  assert.equal(pathOf(PAIR, { way: "rest", steps: 20 }, starts, 4).length, 4);
  assert.deepEqual(starts, [
    [0, 1],
    [2, 1],
  ]);
});

test("an end is good near the best value, whatever the gap", () => {
  const path = [
    [
      [1.5, 3, 0],
      [0.5, 3, 0],
    ],
  ];
  assert.deepEqual(goodEnds(PAIR, path, 0.3), [true, false, false]);
});

test("a strong spring makes a landscape that is low along the diagonal alone", () => {
  const count = 5;
  const heights = heightsOf(PAIR, 1000, count, 5);
  assert.equal(Math.max(...heights), 1);
  assert.equal(Math.min(...heights), 0);
  for (let k = 0; k < count; k += 1) {
    const row = heights.slice(k * count, (k + 1) * count);
    assert.equal(row.indexOf(Math.min(...row)), count - 1 - k); // the first row is on top
  }
});
