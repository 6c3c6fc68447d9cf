import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf } from "../../../src/tying/widgets/fit_clouds/fits.js";
import { rowsOf } from "../../../src/tying/widgets/fit_clouds/listing.js";
import {
  drawnInWords,
  movedInWords,
  openingInWords,
  pictureInWords,
} from "../../../src/tying/widgets/fit_clouds/sentences.js";
import { WORDS } from "../../../src/tying/widgets/fit_clouds/words.js";

const NOISE = [
  [1, -1],
  [-1, 1],
];
const of = (h, sets) => [WORDS.en, { h, sets }, answerOf({ h, sets }, NOISE)];

test("one set is described, several are counted", () => {
  assert.match(drawnInWords(...of(0.5, 1)), /^One training set/);
  assert.equal(
    drawnInWords(...of(0.5, 2)),
    "2 training sets. The tied fit is nearer to the truth in 2 (48 % are expected). " +
      "Arrows: separate 0.00, tied 0.71.",
  );
});

test("a widget that does not count sets names no share of them", () => {
  assert.equal(
    drawnInWords(...of(0.5, 2), false),
    "2 training sets. Arrows: separate 0.00, tied 0.71.",
  );
  assert.match(movedInWords(...of(0.6, 2), false), /: tied has the lower risk\.$/);
});

test("a widget that counts sets opens with their count, another one with its question", () => {
  assert.equal(
    openingInWords(...of(0.5, 2)),
    "2 training sets. The tied fit is nearer to the truth in 2 (48 % are expected). " +
      "Arrows: separate 0.00, tied 0.71. Move h, or drag the truth.",
  );
  assert.match(openingInWords(...of(0.5, 1)), /^One training set: .* Move h, or drag the truth\.$/);
  assert.match(
    openingInWords(...of(0.5, 2), false),
    /^After 2 sets neither .* Which arrow stays\?$/,
  );
  assert.match(openingInWords(...of(0.5, 1), false), /^After one set neither/);
});

test("every opening is there in both languages, and no number is left open", () => {
  for (const counts of [true, false]) {
    for (const sets of [1, 2]) {
      const [, ...rest] = of(0.5, sets);
      const said = Object.values(WORDS).map((t) => openingInWords(t, ...rest, counts));
      assert.ok(
        said.every((one) => one.length > 20 && !/[{}]/.test(one)),
        said.join("\n"),
      );
    }
  }
});

test("on either side of the threshold another fit is better", () => {
  assert.match(
    movedInWords(...of(0.7, 2)),
    /true weights 0.7 and −0.7.*0.99 for tied fits: tied has the lower risk.*32 % of all sets/,
  );
  assert.match(movedInWords(...of(0.75, 2)), /1.06 for tied fits: separate has the lower risk/);
});

test("the picture and the table have the same numbers", () => {
  const inWords = pictureInWords(...of(0.5, 2));
  assert.match(inWords, /2 separate fits as circles around a mean of 0.5, −0.5/);
  const rows = rowsOf(WORDS.en, answerOf({ h: 0.5, sets: 2 }, NOISE));
  assert.deepEqual(rows[2], ["risk", "1.000", "0.250", "1.000", "0.750"]);
  assert.deepEqual(rows[4], ["mean of weight 2", "−0.500", "0.000", "", ""]);
});
