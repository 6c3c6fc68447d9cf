import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { curves } from "../../../src/tying/widgets/bias_variance/curves.js";
import {
  changeInWords,
  guessInWords,
  panelInWords,
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
  test("a slider is told with the risks", () => {
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
  test("choices are told by their names", () => {
    assert.match(after({ axis: "tie" })[0], /^Horizontal axis: strength of the tie w\. /);
    assert.match(after({ truth: "random" })[0], /^True values: drawn at random\. /);
    assert.match(after({ best: true })[0], /^Strength of the tie w: always the best strength\. /);
  });
  test("several changes at once are a preset, or told one by one", () => {
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
