import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerOf,
  ellipseOf,
  sharesOf,
  strengthOf,
} from "../../../src/tying/widgets/soft_tie/posterior.js";
import { nearest, scaleOf } from "../../../src/tying/widgets/soft_tie/plane.js";

const close = (one, other) => assert.ok(Math.abs(one - other) < 1e-12, `${one} is not ${other}`);
const SETTING = { x: [0, 4], v: [1, 4], spread: 5 };

test("the worked example", () => {
  const { mean, tied, sum } = answerOf(SETTING);
  [0.4, 2.4].forEach((value, k) => close(mean[k], value));
  close(tied, 0.8);
  close(sum, 1);
  assert.deepEqual(sharesOf(SETTING), [0.1, 0.4]);
  assert.equal(strengthOf(SETTING), 0.1);
});

test("a hard tie has one value and an infinite strength", () => {
  const hard = { ...SETTING, spread: 0 };
  const { mean, covariance } = answerOf(hard);
  for (const value of mean) close(value, 0.8);
  for (const value of covariance.flat()) close(value, 0.8);
  assert.equal(strengthOf(hard), Infinity);
});

test("the sum weighted by the precisions is the same for every spread", () => {
  for (const spread of [0, 0.1, 1, 1000]) close(answerOf({ ...SETTING, spread }).sum, 1);
});

test("an ellipse of independent values lies along the axes", () => {
  assert.deepEqual(ellipseOf([[9, 0], [0, 4]]), { axes: [3, 2], turn: 0 }); // prettier-ignore
  assert.deepEqual(ellipseOf([[4, 0], [0, 9]]), { axes: [3, 2], turn: 90 }); // prettier-ignore
  const { axes, turn } = ellipseOf([[0.8, 0.8], [0.8, 0.8]]); // prettier-ignore
  close(axes[1], 0);
  close(turn, 45);
});

test("dragged observations stay within the limits, on the steps of the sliders", () => {
  const limits = [-1, 5, 0.1];
  assert.deepEqual(nearest([1.234, 2.26], limits), [1.2, 2.3]);
  assert.deepEqual(nearest([-7, 99], limits), [-1, 5]);
});

test("a pixel is found again as a point", () => {
  const { pixel, point } = scaleOf(320, [-2, 6]);
  const [x, y] = point(...pixel([1.5, -0.5]));
  close(x, 1.5);
  close(y, -0.5);
});
