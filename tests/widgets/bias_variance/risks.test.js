// Expected numbers are worked out by hand: with T = 8 and v = 1 the mean has variance 1/8, and a
// tie saves 7/8.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { crossing, landmark, range } from "../../../src/tying/widgets/bias_variance/axis.js";
import { curves, highest } from "../../../src/tying/widgets/bias_variance/curves.js";
import { bestTie, risks, terms } from "../../../src/tying/widgets/bias_variance/risks.js";
import { verdict, winners } from "../../../src/tying/widgets/bias_variance/winners.js";
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

describe("the axis", () => {
  test("of heterogeneity ends behind the threshold", () => {
    assert.deepEqual(range(RULE), [0, 2]); // 1.6 · 0.875 = 1.4
    assert.deepEqual(range({ ...RULE, data: 64 }), [0, 0.5]); // the setting itself is at the end
  });
  test("has a mark where separate and tied are equal, or where a strength is best", () => {
    assert.deepEqual(landmark(RULE), { kind: "equal", place: 0.875 });
    assert.equal(landmark({ ...RULE, axis: "tie" }).kind, "least");
    assert.equal(crossing({ ...RULE, axis: "data" }), 1.75); // 0.875 / 0.5
    assert.equal(crossing({ ...RULE, axis: "data", heterogeneity: 0 }), null);
  });
});

test("the vertical axis ends at a round number above all risks", () => {
  // tied has the risk 2 + 1/8 at the end of the axis
  assert.equal(highest(curves(RULE)), 2.5);
  assert.equal(highest(curves({ ...RULE, noise: 0, heterogeneity: 0, axis: "tie" })), 1); // no risk at all
});

describe("the least risk", () => {
  test("is that of tied, then partly pooled, then separate estimates", () => {
    const [tied, pooled, separate] = winners(RULE);
    // w = 0.5 wins while bias² is from 1/3 of what a tie saves to 3 times as much
    assert.deepEqual([tied.who, pooled.who, separate?.who], ["tied", "pooled", undefined]);
    assert.ok(Math.abs(tied.to - 0.875 / 3) < 1e-12);
    assert.equal(pooled.to, 2);
  });
  test("is nobody's where all are the same", () => {
    assert.deepEqual(winners({ ...RULE, locations: 1 }), [{ from: 0, to: 0.5, who: "equal" }]);
    assert.deepEqual(verdict({ ...RULE, locations: 1 }), { extreme: "equal", best: "equal" });
  });
});
