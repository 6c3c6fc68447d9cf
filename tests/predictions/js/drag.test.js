// Where a value that is dragged begins, and where the keys take it.
import assert from "node:assert/strict";
import test from "node:test";

import { startOf, stepOf, valueAfter } from "../../../book/_ext/tied_book/predictions/js/drag.js";

const RANGES = [
  [0, 1],
  [0, 6],
  [-2, 4],
  [0, 0.5],
  [0, 2],
  [0, 10000],
  [0, 10_000_000],
  [-3000, 7],
  [0.125, 3],
  [1e-5, 3e-5],
  [7, 1007.3],
];
const name = ([bottom, top]) => `${bottom} to ${top}`;

/** What `presses` of a key make of `value`. */
function pressed(settings, value, presses, key, shift = false) {
  for (let press = 0; press < presses; press += 1) value = valueAfter(settings, value, key, shift);
  return value;
}

test("an arrow key goes through any range in at most 200 presses, both ways", () => {
  for (const [bottom, top] of RANGES) {
    const settings = { bottom, top, ...stepOf(bottom, top) };
    assert.equal(pressed(settings, bottom, 200, "ArrowUp"), top, name([bottom, top]));
    assert.equal(pressed(settings, bottom, 200, "ArrowRight"), top, name([bottom, top]));
    assert.equal(pressed(settings, top, 200, "ArrowDown"), bottom, name([bottom, top]));
    assert.equal(pressed(settings, top, 200, "ArrowLeft"), bottom, name([bottom, top]));
  }
});

test("the steps of some ranges are these", () => {
  assert.deepEqual(stepOf(0, 10000), { digits: 0, fine: 1, coarse: 50, page: 1000 });
  assert.deepEqual(stepOf(0, 6), { digits: 2, fine: 0.01, coarse: 0.05, page: 0.6 });
  assert.deepEqual(stepOf(0, 2), { digits: 2, fine: 0.01, coarse: 0.01, page: 0.2 });
  assert.deepEqual(stepOf(0, 0.5), { digits: 3, fine: 0.001, coarse: 0.005, page: 0.05 });
});

test("a coarse step is no longer than it has to be: the next shorter one needs over 200", () => {
  const shorter = { 1: 2, 2: 2, 5: 2.5 }; // 5 from 2, 2 from 1, 10 from 5
  for (const [bottom, top] of RANGES) {
    const { fine, coarse } = stepOf(bottom, top);
    if (coarse === fine) continue;
    const first = Number(coarse.toExponential()[0]);
    assert.ok((top - bottom) / (coarse / shorter[first]) > 200, name([bottom, top]));
  }
});

test("all of 0 to 10,000 is reached: coarse steps, then at most 25 fine ones", () => {
  const settings = { bottom: 0, top: 10000, ...stepOf(0, 10000) };
  for (const goal of [0, 1, 24, 25, 26, 3333, 9974, 9999, 10000]) {
    const near = pressed(settings, 0, Math.round(goal / 50), "ArrowUp");
    const [key, presses] = near < goal ? ["ArrowUp", goal - near] : ["ArrowDown", near - goal];
    assert.ok(presses <= 25);
    assert.equal(pressed(settings, near, presses, key, true), goal);
  }
});

test("a hundred steps there and back add no error of rounding", () => {
  const settings = { bottom: -2, top: 4, ...stepOf(-2, 4) };
  assert.equal(pressed(settings, -2, 100, "ArrowUp"), 3);
  assert.equal(pressed(settings, 3, 50, "ArrowDown"), 0.5);
  assert.equal(pressed(settings, 0.5, 3, "ArrowUp", true), 0.53);
});

test("pages are a tenth of the range, Home and End its ends, and nothing leaves it", () => {
  const settings = { bottom: 0, top: 6, ...stepOf(0, 6) };
  assert.equal(valueAfter(settings, 1, "PageUp", false), 1.6);
  assert.equal(valueAfter(settings, 1, "PageDown", false), 0.4);
  assert.equal(valueAfter(settings, 0.4, "PageDown", false), 0);
  assert.equal(valueAfter(settings, 5.9, "PageUp", false), 6);
  assert.equal(valueAfter(settings, 5, "Home", false), 0);
  assert.equal(valueAfter(settings, 5, "End", false), 6);
  assert.equal(valueAfter(settings, 6, "ArrowUp", true), 6);
});

/** Where points from `bottom` to `top` begin whose right values are `right`. */
const start = (bottom, top, right, tolerance) =>
  startOf({ bottom, top, ...stepOf(bottom, top) }, right, tolerance);

test("a value begins in the middle, or where it would not be right as it stands", () => {
  assert.equal(start(0, 3, [0.1, 1.1, 2.1], "0.2"), 1.5);
  assert.equal(start(0, 3, [0.1, 1.4, 2.1], "0.2"), 0.75);
  assert.equal(start(0, 6, [0, 1, 2, 3.5], "0.5"), 4.5); // 3 is near 3.5, and 1.5 near 1
  assert.equal(start(0, 4, [1, 2, 3], "0.5"), 0);
  assert.equal(start(0, 4, [0, 1, 2, 3], "0.5"), 4);
  assert.equal(start(0, 100, [50], "20%"), 25);
});

test("where every place is near a right value, values begin in the middle", () => {
  assert.equal(start(0, 4, [0, 1.2, 2, 3, 4], "1"), 2);
});

test("other keys are left to the browser", () => {
  const settings = { bottom: 0, top: 6, ...stepOf(0, 6) };
  for (const key of ["Tab", "Enter", "a", "constructor"]) {
    assert.equal(valueAfter(settings, 1, key, false), null);
  }
});
