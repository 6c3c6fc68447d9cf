import assert from "node:assert/strict";
import { test } from "node:test";
import { growthOfArea, lastGuess } from "../../../src/tying/widgets/two_uses/area.js";
import { kindOfGuess } from "../../../src/tying/widgets/two_uses/guess.js";

const ANSWER = growthOfArea({ weight: 3, added: 2, step: 0.5 }); // 5 + 3 = 8

test("a guess is told by its mistake", () => {
  const kinds = [8, 4, 5, 3, 15, 6.5, 0].map((guess) => kindOfGuess(guess, ANSWER));
  assert.deepEqual(kinds, ["right", "mean", "one", "one", "product", "other", "other"]);
  assert.equal(kindOfGuess(null, ANSWER), "none");
});

test("half a step of the slider is near enough, and a whole step is not", () => {
  assert.equal(kindOfGuess(8.25, ANSWER), "right");
  assert.equal(kindOfGuess(8.5, ANSWER), "other");
});

test("every mistake that has a sentence lies on the axis", () => {
  assert.equal(lastGuess(ANSWER), 16);
  assert.ok(lastGuess(growthOfArea({ weight: 0.5, added: 0, step: 1 })) >= 1);
});
