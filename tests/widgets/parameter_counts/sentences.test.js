// Expected numbers are those of the worked example: 3 × 32 × 32 → 8 × 28 × 28 with a kernel of 5.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countLayers } from "../../../src/tying/widgets/parameter_counts/counts.js";
import {
  changeInWords,
  ratioSentence,
  step,
} from "../../../src/tying/widgets/parameter_counts/sentences.js";
import { WORDS } from "../../../src/tying/widgets/parameter_counts/words.js";

const t = WORDS.en;
const IMAGE = { height: 32, width: 32, channels_in: 3 };
const TEXT = { ...IMAGE, channels_out: 8, kernel: 5, stride: 1, padding: 0, bias: "output" };
const ratio = (setting) => ratioSentence(t, countLayers(setting));

describe("the sentence of the ratio", () => {
  test("is exact where one bias stands at each output, or none", () => {
    const exact = ratio(TEXT);
    assert.match(exact, /exactly 1\/784, one over the number of places/);
    assert.equal(ratio({ ...TEXT, bias: "none" }), exact);
  });
  test("says why it is not where biases are shared by channel", () => {
    const sentence = ratio({ ...TEXT, bias: "channel" });
    assert.match(sentence, /608\/470,408 = 76\/58,801, about 1\/773\.7, not 1\/784/);
    assert.match(sentence, /the same 8 biases/);
  });
  test("does not call 1/10 exact where there are 11 places", () => {
    const narrow = { ...TEXT, height: 3, width: 13, channels_in: 1, channels_out: 1, kernel: 3 };
    const sentence = ratio({ ...narrow, bias: "channel" }); // (9 + 1) / (9 · 11 + 1)
    assert.match(sentence, /10\/100 = 1\/10/);
    assert.match(sentence, /not 1\/11/);
    assert.match(sentence, /the same one bias,/);
  });
});

test("a step says by what it divides", () => {
  const cases = [
    [476672, 608, "÷ 784"],
    [470400, 470400, "÷ 1"],
    [19273856, 476672, "÷ 40.43"],
    [16, 81, "× 5.063"],
    [8000, 2, "÷ 4,000"],
  ];
  for (const [before, after, text] of cases) assert.equal(step(t, before, after), text);
});

describe("what happened", () => {
  const place = { i: 14, j: 14, f: 0 };
  const before = { setting: TEXT, place };
  const after = (setting, at = place) => changeInWords(t, before, { setting, place: at }, {});

  test("nothing leaves the hint", () => {
    assert.deepEqual(after(TEXT), [t.hint, ""]);
  });
  test("a larger kernel is reported with the output and the counts that it moves", () => {
    const [text, tone] = after({ ...TEXT, kernel: 7 });
    assert.equal(tone, "done");
    assert.match(text, /^Kernel: 7, was 5\. Output 28 × 28 → 26 × 26\./);
    assert.match(text, /parameters 608 → 1,184, multiply-adds 470,400 → 794,976\.$/);
  });
  test("a preset is reported by its name", () => {
    const same = { ...TEXT, padding: 2, bias: "none" };
    const [text] = changeInWords(t, before, { setting: same, place }, { same });
    assert.match(text, /^padding that keeps the size\. Output 28 × 28 → 32 × 32\./);
  });
  test("another place has other weights in the one layer and the same in the other", () => {
    const [text] = after(TEXT, { i: 14, j: 15, f: 0 });
    // place 14 · 28 + 15 = 407 of 8 channels with 75 weights each
    assert.match(text, /Locally connected: weights 244,200 to 244,274, no longer/);
    assert.match(text, /Convolution: still weights 0 to 74\.$/);
  });
  test("a kernel that does not fit is refused", () => {
    const [text, tone] = after({ ...TEXT, height: 4 });
    assert.equal(tone, "refused");
    assert.match(text, /A kernel of 5 does not fit into an image with height 4/);
  });
});
