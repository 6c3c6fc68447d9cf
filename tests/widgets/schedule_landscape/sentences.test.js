import assert from "node:assert/strict";
import { test } from "node:test";
import {
  momentInWords,
  panelInWords,
  strengthInWords,
} from "../../../src/tying/widgets/schedule_landscape/sentences.js";
import { WORDS } from "../../../src/tying/widgets/schedule_landscape/words.js";

const SETTING = { way: "raised", steps: 30000 };
const GOOD = { A: 49, B: 0 };

test("a moment has its step and its strength, and the end its counts", () => {
  assert.equal(momentInWords(WORDS.en, SETTING, 20, 40, GOOD, 60), "After 15,000 steps: λ = 0.32.");
  assert.equal(
    momentInWords(WORDS.en, SETTING, 40, 40, GOOD, 60),
    "After 30,000 steps, near the best value: 49 of 60 in pair A, 0 of 60 in B.",
  );
});

test("strengths are rounded", () => {
  assert.equal(strengthInWords(100), "100");
  assert.equal(strengthInWords(0.31623), 0.32);
});

test("no sentence has a gap in either language", () => {
  const points = [
    [-3, -1],
    [1, 2],
  ];
  for (const t of [WORDS.en, WORDS.zh]) {
    const { title, label } = panelInWords(t, "A", points, 1);
    const said = [0, 40].map((at) => momentInWords(t, SETTING, at, 40, GOOD, 60));
    for (const text of [title, label, ...said]) assert.doesNotMatch(text, /\{|NaN|undefined/);
    assert.match(label, /−2\.0/);
  }
});
