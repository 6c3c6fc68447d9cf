import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, range } from "../../../src/tying/widgets/bias_variance/axis.js";
import { ESTIMATES, risks } from "../../../src/tying/widgets/bias_variance/risks.js";
import { verdict, winners } from "../../../src/tying/widgets/bias_variance/winners.js";
import { EXTREMES, RULE } from "./settings.js";

describe("the least risk", () => {
  test("is that of tied, then partly pooled, then separate estimates", () => {
    const [tied, pooled, separate] = winners(RULE);
    // w = 0.5 wins while bias² is from 1/3 of what a tie saves to 3 times as much
    assert.deepEqual([tied.who, pooled.who, separate?.who], ["tied", "pooled", undefined]);
    assert.ok(Math.abs(tied.to - 0.875 / 3) < 1e-12);
    assert.equal(pooled.to, 2);
  });
  test("belongs to none where all are the same", () => {
    assert.deepEqual(winners({ ...RULE, locations: 1 }), [{ from: 0, to: 0.5, who: "equal" }]);
    assert.deepEqual(verdict({ ...RULE, locations: 1 }), { extreme: "equal", best: "equal" });
  });
});

/** The middle of a part of the axis; of data in the sense of ratios. */
const middleOf = ({ axis }, { from, to }) =>
  axis === "data" ? Math.sqrt(from * to) : (from + to) / 2;

describe("the strip above the panel of risk, at every extreme", () => {
  test("covers the axis without a gap", () => {
    for (const setting of EXTREMES) {
      const strip = winners(setting);
      assert.deepEqual([strip[0].from, strip.at(-1).to], range(setting));
      for (let k = 1; k < strip.length; k += 1) assert.equal(strip[k].from, strip[k - 1].to);
    }
  });
  test("names the estimate with the least risk", () => {
    for (const setting of EXTREMES) {
      for (const part of winners(setting)) {
        const there = risks(at(setting, middleOf(setting, part)));
        const totals = ESTIMATES.map((who) => there[who].risk);
        const [least, most] = [Math.min(...totals), Math.max(...totals)];
        const context = JSON.stringify({ setting, part });
        if (part.who === "equal") assert.ok(most - least <= Math.max(1e-6 * least, 1e-12), context);
        else assert.ok(there[part.who].risk <= least + 1e-12, context);
      }
    }
  });
});

const VERDICTS = [
  [{ heterogeneity: 0.8 }, "tied", "pooled"],
  [{ heterogeneity: 0.9 }, "separate", "pooled"],
  [{ heterogeneity: 0.875 }, "equal", "pooled"],
  [{ heterogeneity: 0.875, truth: "random" }, "tied", "pooled"],
  [{ heterogeneity: 1, truth: "random" }, "equal", "pooled"],
  [{ heterogeneity: 0 }, "tied", "tied"],
  [{ heterogeneity: 0, best: true }, "tied", "tied"],
  [{ noise: 0 }, "separate", "separate"],
  [{ correlation: 1 }, "separate", "separate"],
  [{ heterogeneity: 0.1, tie: 0.2 }, "tied", "tied"],
  [{ heterogeneity: 0.5, tie: 1 }, "tied", "tied"],
  [{ locations: 1 }, "equal", "equal"],
  [{ noise: 0, heterogeneity: 0 }, "equal", "equal"],
];

describe("the verdict", () => {
  for (const [change, extreme, best] of VERDICTS) {
    test(`at ${JSON.stringify(change)} is ${extreme} of the two, ${best} of all`, () => {
      assert.deepEqual(verdict({ ...RULE, ...change }), { extreme, best });
    });
  }
});
