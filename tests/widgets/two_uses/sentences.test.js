import assert from "node:assert/strict";
import { test } from "node:test";
import { growthOfArea } from "../../../src/tying/widgets/two_uses/area.js";
import { arrivalInWords, growthInWords } from "../../../src/tying/widgets/two_uses/sentences.js";
import { WORDS } from "../../../src/tying/widgets/two_uses/words.js";

const SETTING = { weight: 3, added: 2, step: 0.5 };
const ANSWER = growthOfArea(SETTING);
const SUM = "w receives the sum: 5\u00a0+\u00a03 =\u00a08 for each unit of w.";

test("what arrived is said with the guess", () => {
  assert.equal(
    arrivalInWords(WORDS.en, SETTING, ANSWER, 4),
    `4 is the mean, but neither strip is halved. ${SUM}`,
  );
});

test("the growth is said in its parts, which add up", () => {
  assert.equal(
    growthInWords(WORDS.en, SETTING, ANSWER),
    "w rises by 0.5, y grows by 4.25: 2.5 on top, 1.5 at the side, " +
      "0.25 in the corner. For each unit of w: 8.5. " +
      "The smaller the rise, the nearer to 8: that limit is the gradient.",
  );
});

test("without a guess only the sum is said", () => {
  const words = arrivalInWords(WORDS.en, SETTING, ANSWER, null);
  assert.equal(words, SUM);
});

test("every sentence is there in both languages, and no number is left open", () => {
  assert.deepEqual(Object.keys(WORDS.zh.mistakes), Object.keys(WORDS.en.mistakes));
  for (const t of Object.values(WORDS)) {
    for (const guess of [null, 8, 4, 5, 15, 6.5]) {
      assert.doesNotMatch(arrivalInWords(t, SETTING, ANSWER, guess), /[{}]|undefined/);
    }
    assert.doesNotMatch(growthInWords(t, SETTING, ANSWER), /[{}]|undefined|NaN/);
  }
});
