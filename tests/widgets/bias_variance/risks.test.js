// Expected numbers are worked out by hand: with T = 8 and v = 1 the mean has variance 1/8, and a
// tie saves 7/8.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { curves, highest } from "../../../src/tying/widgets/bias_variance/curves.js";
import { bestTie, risks, terms } from "../../../src/tying/widgets/bias_variance/risks.js";
import { RULE } from "./settings.js";

describe("the terms of a setting", () => {
  test("are those of the worked example", () => {
    const { v, bias2Tied, varianceTied, varianceSaved, threshold } = terms(RULE);
    assert.deepEqual([v, bias2Tied, varianceTied, varianceSaved], [1, 0.5, 1 / 8, 7 / 8]);
    assert.equal(threshold, 7 / 8);
  });
  test("take the least correlation for one that cannot be", () => {
    const { r, varianceTied } = terms({ ...RULE, correlation: -1 });
    assert.equal(r, -1 / 7);
    assert.ok(varianceTied < 1e-15);
  });
  test("of one location are those of a single estimate", () => {
    const { bias2Tied, varianceTied, varianceSaved, threshold } = terms({ ...RULE, locations: 1 });
    assert.deepEqual([bias2Tied, varianceTied, varianceSaved], [0, 1, 0]);
    assert.equal(threshold, null);
  });
});

test("risks are bias² plus variance", () => {
  assert.deepEqual(risks(RULE), {
    separate: { bias2: 0, variance: 1, risk: 1 },
    tied: { bias2: 0.5, variance: 0.125, risk: 0.625 },
    pooled: { bias2: 0.125, variance: 0.34375, risk: 0.46875 },
  });
});

test("the best strength is saved / (bias² + saved), and none where all do equally well", () => {
  assert.ok(Math.abs(bestTie(RULE) - 7 / 11) < 1e-15);
  assert.equal(bestTie({ ...RULE, noise: 0, heterogeneity: 0 }), null);
});

test("the vertical axis ends at a round number above all risks", () => {
  // tied has the risk 2 + 1/8 at the end of the axis
  assert.equal(highest(curves(RULE)), 2.5);
  const noRisk = { ...RULE, noise: 0, heterogeneity: 0, axis: "tie" };
  assert.equal(highest(curves(noRisk)), 1);
});

describe("the numbers of the claims file", () => {
  const close = (numbers, expected) => {
    assert.equal(numbers.length, expected.length);
    numbers.forEach((one, k) => assert.ok(Math.abs(one - expected[k]) < 1e-12));
  };
  test("of a tie at 0.5, 1 and 1.5 times the threshold 0.875", () => {
    const tied = [0.5, 1, 1.5].map((k) => risks({ ...RULE, heterogeneity: 0.875 * k }).tied.risk);
    close(tied, [0.5625, 1, 1.4375]);
  });
  test("of the best strength for random values with s² at 0.25, 1 and 4", () => {
    const random = { ...RULE, truth: "random", best: true };
    const all = [0.25, 1, 4].map((heterogeneity) => risks({ ...random, heterogeneity }));
    close(
      all.map(({ pooled }) => pooled.risk),
      [0.3, 0.5625, 0.825],
    );
    close([all[1].tied.risk], [1]);
  });
});
