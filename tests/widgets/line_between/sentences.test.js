import assert from "node:assert/strict";
import { test } from "node:test";
import {
  lineInWords,
  rowsOf,
  shareInWords,
} from "../../../src/tying/widgets/line_between/sentences.js";
import { WORDS } from "../../../src/tying/widgets/line_between/words.js";

const t = WORDS.en;
const setting = { kind: "tanh", change: "order", place: 1 };

test("it says loss and barrier, or that the first network has become another one", () => {
  assert.equal(
    lineInWords(t, setting, { losses: [1, 3, 1], before: [1, 4, 1] }, 2),
    "tanh, best order: at 50 % the loss is 3.00. The barrier is 2.00.",
  );
  assert.equal(
    lineInWords(t, setting, { losses: [2, 3, 1], before: [1, 4, 1] }, 2),
    "tanh, best order: the first network has become another one. Its loss was 1.00 and is 2.00.",
  );
});

test("the table has all places, before and now", () => {
  assert.deepEqual(rowsOf({ losses: [1, 0.5], before: [1, 2] }, 1), [
    ["0 %", "1.00", "1.00"],
    ["100 %", "2.00", "0.50"],
  ]);
  assert.equal(shareInWords(7, 20), "35 %");
});

test("both languages say the same things", () => {
  const keys = (one) =>
    Object.entries(one).map(([key, value]) =>
      typeof value === "object" && !Array.isArray(value) ? [key, keys(value)] : key,
    );
  assert.deepEqual(keys(WORDS.zh), keys(WORDS.en));
});
