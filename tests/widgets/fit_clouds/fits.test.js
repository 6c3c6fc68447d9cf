import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerOf,
  arrowOf,
  fitsOf,
  radiusOf,
  riskOf,
  sampleRisk,
} from "../../../src/tying/widgets/fit_clouds/fits.js";

const NOISE = [
  [1, -1],
  [0, 2],
  [-1, 0.5],
];

test("the tied fit is the nearest point of the diagonal", () => {
  const { separate, tied } = fitsOf({ h: 0.5, sets: 3 }, NOISE);
  assert.deepEqual(separate[1], [0.5, 1.5]);
  assert.deepEqual(tied[1], [1, 1]);
  separate.forEach(([x, y], k) => {
    const [w] = tied[k];
    assert.ok(Math.abs(x - w + (y - w)) < 1e-12); // the way to it crosses the diagonal squarely
  });
});

test("only as many sets count as are drawn", () => {
  assert.equal(fitsOf({ h: 0.5, sets: 2 }, NOISE).separate.length, 2);
});

test("the squares of arrow and circle are twice the parts, which add up to the risk", () => {
  const points = [
    [0, 1],
    [2, 5],
  ];
  const parts = sampleRisk(points, [1, 1]);
  assert.deepEqual(parts, { mean: [1, 3], bias2: 2, variance: 2.5 });
  assert.equal(arrowOf(parts), 2);
  assert.equal(radiusOf(parts), Math.sqrt(5));
  assert.equal(riskOf(parts), (1 + 0 + 1 + 16) / 4);
});

test("when h moves, the tied fits stay where they are", () => {
  const [near, far] = [0, 1].map((h) => answerOf({ h, sets: 3 }, NOISE));
  assert.deepEqual(near.tied.mean, far.tied.mean);
  assert.equal(near.tied.variance, far.tied.variance);
});

test("without a difference of the true weights, the tied fit is nearer in every set", () => {
  assert.equal(answerOf({ h: 0, sets: 3 }, NOISE).nearer, 3);
});
