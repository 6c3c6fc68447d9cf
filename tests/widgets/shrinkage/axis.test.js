import assert from "node:assert/strict";
import { test } from "node:test";
import {
  axisOf,
  covers,
  noiseRange,
  stepOf,
  ticks,
} from "../../../src/tying/widgets/shrinkage/axis.js";

const FIRST = [-1.2, -0.5, 0.9, -0.8, 1.1, 0.2, -0.4, 3.2];
const of = (values, noise = 1, errors = null) => ({ values, noise, errors });

test("an axis begins and ends at whole units, with room on both sides", () => {
  assert.deepEqual(axisOf(of(FIRST)), { low: -2, high: 5, unit: 1 });
  assert.deepEqual(axisOf(of([120, 131, 118, 125, 140, 122, 129, 133])), {
    low: 115,
    high: 150,
    unit: 5,
  });
  assert.deepEqual(axisOf(of([0.215, 0.25, 0.3, 0.28, 0.27, 0.22, 0.29, 0.26])), {
    low: 0.2,
    high: 0.34,
    unit: 0.02,
  });
});

test("equal values have the unit of the noise, or 1", () => {
  assert.deepEqual(axisOf(of(Array(8).fill(3), 0.04)), { low: 2.8, high: 3.4, unit: 0.2 });
  assert.deepEqual(axisOf(of(Array(8).fill(0), 0)), { low: -1, high: 2, unit: 1 });
});

test("around true values there is room for two standard deviations of the errors", () => {
  const truths = of([0, 0, 0, 0, 0, 0, 0, 4], 4, Array(8).fill(0));
  assert.deepEqual(axisOf(truths), { low: -4, high: 8, unit: 1 });
});

test("any numbers lie on their own axis, and the handles have places for both ends", () => {
  for (const size of [1e-6, 0.3, 1, 7, 1e8]) {
    const values = FIRST.map((value) => size * value);
    const axis = axisOf(of(values));
    assert.ok(covers(axis, values));
    const steps = (axis.high - axis.low) / stepOf(axis);
    assert.ok(Math.abs(steps - Math.round(steps)) < 1e-6);
  }
  assert.equal(covers({ low: -2, high: 5 }, [0, 6]), false);
});

test("ticks stand at multiples of the unit", () => {
  const axis = axisOf(of(FIRST));
  assert.deepEqual(ticks(axis, 1), [-2, -1, 0, 1, 2, 3, 4, 5]);
  assert.deepEqual(ticks(axis, 2), [-2, 0, 2, 4]);
});

test("the noise reaches up to a standard deviation of two units", () => {
  const [least, most, step] = noiseRange({ unit: 10 });
  assert.deepEqual([least, Math.sqrt(most), step], [0, 20, 5]);
});
