import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adopted,
  changed,
  initial,
  shown,
  withSets,
  withNumbers,
} from "../../../src/tying/widgets/shrinkage/state.js";

const VALUES = [-1.2, -0.5, 0.9, -0.8, 1.1, 0.2, -0.4, 3.2];
const ERRORS = [1, -1, 0, 0, 2, 0, 0, -1];
const tallyOf = (count, nearer) => ({
  count,
  nearer,
  separate: Array(8).fill(count),
  pooled: Array(8).fill(count / 2),
  errors: ERRORS,
});
const start = initial({ values: VALUES, noise: 1, errors: null });
const truths = initial({ values: VALUES, noise: 1, errors: ERRORS });

test("of estimates nothing is known of errors", () => {
  assert.equal(shown(start).tally, null);
  assert.equal(shown(start).touched, false);
  assert.deepEqual(shown(start).moved.estimates, VALUES);
});

test("true values begin with one set, and further sets are added", () => {
  const { tally } = shown(truths);
  assert.equal(tally.count, 1);
  tally.separate.forEach((sum, k) => assert.ok(Math.abs(sum - ERRORS[k] ** 2) < 1e-12));
  const more = withSets(truths, { ...tallyOf(1000, 800), errors: VALUES });
  assert.equal(more.tally.count, 1001);
  assert.equal(more.tally.nearer, 800 + tally.nearer);
  assert.deepEqual(
    more.tally.separate,
    tally.separate.map((sum) => sum + 1000),
  );
  assert.deepEqual(more.setting, { values: VALUES, noise: 1, errors: VALUES });
});

test("sets of other values or another noise are forgotten, but for the one that is shown", () => {
  const many = withSets(truths, tallyOf(1000, 800));
  const { tally } = shown(changed(many, { noise: 4 }));
  assert.equal(tally.count, 1);
  tally.separate.forEach((sum, k) => assert.ok(Math.abs(sum - 4 * ERRORS[k] ** 2) < 1e-12));
});

test("the axis stays while values change, and is new for other numbers", () => {
  const moved = changed(start, { values: VALUES.with(7, 5) });
  assert.equal(moved.axis, start.axis);
  const scaled = withNumbers(
    start,
    VALUES.map((value) => 100 * value),
  );
  assert.deepEqual(scaled.axis, { low: -200, high: 500, unit: 100 });
});

test("in another unit noise and share are as large against the axis as before", () => {
  const scaled = withNumbers(
    start,
    VALUES.map((value) => 100 * value),
  );
  assert.equal(scaled.setting.noise, 1e4);
  const small = withNumbers(
    truths,
    VALUES.map((value) => value / 100),
  );
  assert.deepEqual(small.axis, { low: -0.04, high: 0.06, unit: 0.01 });
  assert.ok(Math.abs(shown(scaled).moved.weight - shown(start).moved.weight) < 1e-12);
});

test("the share at the start stays while values change", () => {
  const moved = shown(changed(start, { values: VALUES.with(7, 5) }));
  assert.equal(moved.first, shown(start).moved.weight);
  assert.ok(moved.moved.weight < moved.first);
});

test("what Python sends takes the place of all, on the same axis where it covers it", () => {
  const near = adopted(start, { values: VALUES.with(0, 1), noise: 2, errors: null });
  assert.equal(near.axis, start.axis);
  const far = adopted(start, { values: VALUES.with(0, 40), noise: 2, errors: null });
  assert.ok(far.axis.high > 40);
});
