// Pictures and sentences at every extreme: without undefined numbers and unfilled words.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, range } from "../../../src/tying/widgets/bias_variance/axis.js";
import { curves } from "../../../src/tying/widgets/bias_variance/curves.js";
import { experiment } from "../../../src/tying/widgets/bias_variance/experiments.js";
import { normal } from "../../../src/tying/widgets/bias_variance/random.js";
import { KINDS, risks } from "../../../src/tying/widgets/bias_variance/risks.js";
import {
  meaning,
  notes,
  outcome,
  rule,
} from "../../../src/tying/widgets/bias_variance/sentences.js";
import { sketch } from "../../../src/tying/widgets/bias_variance/sketch.js";
import { WORDS } from "../../../src/tying/widgets/bias_variance/words.js";
import { EXTREMES } from "./settings.js";

const t = WORDS.en;
const UNDEFINED = /NaN|undefined|Infinity|null|[{}]/;
const POINTS = 61;
const SIZE = { width: 330, height: 270, above: 36 };

/** All numbers and texts in a value, as one text. */
const textOf = (value) =>
  value && typeof value === "object" ? Object.values(value).map(textOf).join(" ") : String(value);

/** All that the widget shows of a setting, with two experiments at the end of its axis. */
function shownOf(setting) {
  const end = range(setting)[1];
  const draws = [{ x: end, ...experiment(at(setting, end), 2, normal(1)) }];
  return { setting, curves: curves(setting), risks: risks(setting), dots: { draws } };
}

describe("at every extreme", () => {
  test("every curve is complete, and the picture has no undefined number", () => {
    for (const setting of EXTREMES) {
      const shown = shownOf(setting);
      for (const kind of KINDS) {
        const drawn = sketch(kind, shown, SIZE);
        const context = JSON.stringify({ setting, kind });
        for (const path of Object.values(drawn.curves)) {
          assert.equal(path.split("L").length, POINTS, context);
        }
        const landmark = drawn.landmark ?? "none";
        assert.doesNotMatch(textOf({ ...drawn, landmark }), UNDEFINED, context);
      }
    }
  });
  test("no sentence has an undefined word or number", () => {
    for (const setting of EXTREMES) {
      const meanings = Object.keys(t.values).map((name) => meaning(t, setting, name));
      const sentences = [rule(t, setting), outcome(t, setting), notes(t, setting), meanings];
      assert.doesNotMatch(textOf(sentences), UNDEFINED, JSON.stringify(setting));
    }
  });
});
