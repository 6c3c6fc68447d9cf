import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, crossing, landmark, range } from "../../../src/tying/widgets/bias_variance/axis.js";
import { risks } from "../../../src/tying/widgets/bias_variance/risks.js";
import { EXTREMES, RULE } from "./settings.js";

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

test("separate and tied cross where the picture says", () => {
  const disadvantage = (setting, x) => {
    const { separate, tied } = risks(at(setting, x));
    return tied.risk - separate.risk;
  };
  const crossed = EXTREMES.filter(
    (one) => one.locations > 1 && one.noise && one.correlation < 1 && crossing(one) !== null,
  );
  assert.ok(crossed.length > 100);
  for (const setting of crossed) {
    const x = crossing(setting);
    const context = JSON.stringify(setting);
    assert.ok(Math.abs(disadvantage(setting, x)) < 1e-12, context);
    assert.ok(disadvantage(setting, 0.99 * x) < 0, context);
    assert.ok(disadvantage(setting, 1.01 * x) > 0, context);
  }
});
