import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { curves } from "../../../src/tying/widgets/bias_variance/curves.js";
import {
  changeInWords,
  guessInWords,
  notes,
  outcome,
  panelInWords,
  rule,
} from "../../../src/tying/widgets/bias_variance/sentences.js";
import { WORDS } from "../../../src/tying/widgets/bias_variance/words.js";
import { RULE } from "./settings.js";

const t = WORDS.en;
const after = (change, covered = false, presets = {}) =>
  changeInWords(t, RULE, { ...RULE, ...change }, presets, covered);

describe("what happened", () => {
  test("nothing leaves the hint", () => {
    assert.deepEqual(after({}), [t.hint, ""]);
  });
  test("a slider is reported with the risks", () => {
    assert.deepEqual(after({ heterogeneity: 1 }), [
      "Heterogeneity s²: 1, was 0.5. " +
        "Risk: separate 1, tied 1.13, partly pooled 0.594. Least: partly pooled.",
      "done",
    ]);
  });
  test("a covered picture gets a question in place of the risks", () => {
    assert.deepEqual(after({ heterogeneity: 1 }, true), [
      "Heterogeneity s²: 1, was 0.5. Which has less risk here?",
      "",
    ]);
  });
  test("choices are reported by their names", () => {
    assert.match(after({ axis: "tie" })[0], /^Horizontal axis: strength of the tie w\. /);
    assert.match(after({ truth: "random" })[0], /^True values: drawn at random\. /);
    assert.match(after({ best: true })[0], /^Strength of the tie w: always the best strength\. /);
  });
  test("several changes at once are a preset, or reported one by one", () => {
    const data = { ...RULE, noise: 2, data: 2 };
    assert.match(after({ noise: 2, data: 2 }, false, { data })[0], /^more data\. Risk/);
    const both = /^Noise of an observation σ²: 2, was 1\. Data per location n: 2, was 1\. Risk/;
    assert.match(after({ noise: 2, data: 2 })[0], both);
  });
  test("what no longer exists gets a sentence, once", () => {
    assert.match(after({ noise: 0 })[0], /Without noise \(v = 0\)/);
    const [text] = changeInWords(t, { ...RULE, noise: 0 }, { ...RULE, noise: 0, data: 2 }, {});
    assert.doesNotMatch(text, /Without noise/);
  });
});

test("a guess is right or wrong", () => {
  const [right, done] = guessInWords(t, RULE, "tied");
  assert.match(right, /^You said: tied\. So it is\. Risk: separate 1, tied 0\.625/);
  assert.equal(done, "done");
  const [wrong, refused] = guessInWords(t, RULE, "equal");
  assert.match(wrong, /^You said: both the same\. It is: tied\. /);
  assert.equal(refused, "refused");
});

test("a panel says what its curves do from left to right, and where they meet", () => {
  assert.equal(
    panelInWords(t, RULE, "risk", curves(RULE)),
    "risk against heterogeneity s², from 0 to 2. separate: 1 at the left, 1 at the right; " +
      "tied: 0.125 at the left, 2.13 at the right; " +
      "partly pooled: 0.344 at the left, 0.844 at the right. Separate and tied meet at 0.875.",
  );
  assert.doesNotMatch(panelInWords(t, RULE, "variance", curves(RULE)), /meet/);
});

const NOTES = [
  [{ locations: 1 }, "One location has nothing to share with"],
  [{ correlation: -1 }, "8 errors cannot all have correlation −1"],
  [{ correlation: -1, locations: 2 }, "the errors cancel in the mean"],
  [{ correlation: 1 }, "All errors are equal (r = 1)"],
  [{ noise: 0 }, "Without noise (v = 0) every separate estimate is exact"],
  [{ heterogeneity: 0 }, "All true values are equal (s² = 0)"],
  [{ axis: "data", heterogeneity: 0.01 }, "equal at 87.5, to the right of this axis"],
  [{ axis: "data", heterogeneity: 2 }, "equal at 0.438, to the left of this axis"],
  [{ axis: "data", heterogeneity: 0 }, "equal nowhere on this axis"],
];

describe("what does not exist", () => {
  for (const [change, words] of NOTES) {
    test(`gets a sentence at ${JSON.stringify(change)}`, () => {
      assert.ok(
        notes(t, { ...RULE, ...change })
          .join(" ")
          .includes(words),
      );
    });
  }
  test("is not mentioned at an ordinary setting", () => {
    assert.deepEqual(notes(t, RULE), []);
  });
});

describe("the outcome says who wins, by how much and why", () => {
  const outcomeOf = (change) => outcome(t, { ...RULE, ...change });

  test("where tied beats separate", () => {
    assert.equal(
      outcomeOf({}),
      "Tied beats separate: risk 0.625 against 1, 37.5 % less. The tie adds 0.5 of bias² and " +
        "saves 0.875 of variance. Partly pooled at w = 0.5 beats both, with 0.469. " +
        "Best is w = 0.636, with 0.443.",
    ); // 0.875/(0.5 + 0.875) = 7/11; (1 + 7 · 0.5/1.375)/8 = 0.443
  });
  test("where separate beats tied", () => {
    const text = outcomeOf({ heterogeneity: 1.75, tie: 0.9 });
    assert.match(text, /^Separate beats tied: risk 1 against 1\.88, 46\.7 % less\./);
    // 0.81 · 1.75 + 0.125 + 0.01 · 0.875
    assert.match(text, /at w = 0\.9 lies between, with 1\.55\./);
  });
  test("where the strength is that of an extreme, or the best", () => {
    assert.match(outcomeOf({ tie: 1 }), /w = 1 does as well as the better of the two\./);
    assert.match(outcomeOf({ tie: 0 }), /w = 0 does as badly as the worse of the two\./);
    assert.match(outcomeOf({ best: true }), /No other strength does better\.$/);
  });
  test("without a percentage of a risk of zero", () => {
    const exact = outcomeOf({ noise: 0 });
    assert.match(exact, /^Separate beats tied: risk 0 against 0\.5\. The tie/); // not "100 % less"
    assert.match(outcomeOf({ noise: 0, heterogeneity: 0 }), /all have the same risk\.$/);
  });
});

const RULES = [
  [{}, "s² = 0.5 < v (1 − 1/T)(1 − r) = 0.875"],
  [{ heterogeneity: 0.9, truth: "random" }, "s² = 0.9 < v (1 − r) = 1"],
  [{ heterogeneity: 1, truth: "random" }, "s² = 1 = v (1 − r)"],
  [{ heterogeneity: 0.9 }, "s² = 0.9 > v (1 − 1/T)(1 − r) = 0.875"],
  [{ correlation: -1 }, "s² = 0.5 < v (1 − 1/T)(1 − r) = 1 (r = −0.143)"],
  [{ locations: 1 }, "T = 1: no threshold"],
];

describe("the rule is written with its numbers", () => {
  for (const [change, words] of RULES) {
    test(`at ${JSON.stringify(change)}`, () => {
      assert.equal(rule(t, { ...RULE, ...change }), words);
    });
  }
});
