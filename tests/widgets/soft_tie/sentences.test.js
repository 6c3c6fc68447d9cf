import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOfTable } from "../../../src/tying/widgets/soft_tie/listing.js";
import { answerOf } from "../../../src/tying/widgets/soft_tie/posterior.js";
import {
  movedInWords,
  pictureInWords,
  spreadInWords,
  strengthInWords,
  sumInWords,
} from "../../../src/tying/widgets/soft_tie/sentences.js";
import { WORDS } from "../../../src/tying/widgets/soft_tie/words.js";

const of = (changes) => {
  const setting = { x: [0, 4], v: [1, 4], spread: 5, ...changes };
  return [setting, answerOf(setting)];
};

test("it says which value moves farther, and why", () => {
  assert.equal(
    movedInWords(WORDS.en, ...of()),
    "θ₁ moves 10 % of the way to the other observation, θ₂ 40 %: " +
      "the second is the less certain one.",
  );
  assert.match(movedInWords(WORDS.en, ...of({ v: [4, 1] })), /the first is the less certain one/);
  assert.match(movedInWords(WORDS.en, ...of({ v: [2, 2] })), /^θ₁ and θ₂ each move 22\.2 %/);
});

test("a hard tie, and observations that are equal, have sentences of their own", () => {
  assert.match(movedInWords(WORDS.en, ...of({ spread: 0 })), /both values are 0\.80/);
  assert.match(movedInWords(WORDS.en, ...of({ x: [2, 2] })), /nothing moves/);
});

test("the line of the sum shows its two terms", () => {
  assert.equal(sumInWords(WORDS.en, ...of()), "θ₁/v₁ + θ₂/v₂ = 0.40/1 + 2.40/4 = 1.00");
});

test("spread and strength are written as numbers, or as a hard tie", () => {
  assert.equal(spreadInWords(WORDS.en, 5), "5: the values may differ by about 2.24");
  assert.equal(spreadInWords(WORDS.en, 0), "0: a hard tie");
  assert.equal(strengthInWords(WORDS.en, of()[0]), "0.1");
  assert.equal(strengthInWords(WORDS.en, of({ spread: 0 })[0]), "∞");
});

test("no sentence has a gap in either language", () => {
  for (const t of [WORDS.en, WORDS.zh]) {
    for (const changes of [{}, { spread: 0 }, { v: [3, 1] }, { v: [1, 1] }, { x: [1, 1] }]) {
      const state = of(changes);
      const all = [movedInWords, pictureInWords, sumInWords].map((say) => say(t, ...state));
      for (const text of all) assert.doesNotMatch(text, /\{|NaN|undefined/);
    }
  }
});

test("the table has a row for each quantity", () => {
  const rows = rowsOfTable(WORDS.en, ...of());
  assert.deepEqual(rows[3], ["most probable value", "0.40", "2.40"]);
  assert.deepEqual(rows[4], ["share of the way", "10.0 %", "40.0 %"]);
});
