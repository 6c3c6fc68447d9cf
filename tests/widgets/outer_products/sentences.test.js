import assert from "node:assert/strict";
import { test } from "node:test";
import {
  entryInWords,
  switchInWords,
} from "../../../src/tying/widgets/outer_products/sentences.js";
import { WORDS } from "../../../src/tying/widgets/outer_products/words.js";

const setting = {
  uses: [
    { back: [1, -2], went: [3, 0], on: true },
    { back: [1, 1], went: [1, 1], on: false },
  ],
};

test("a sentence says what has changed, what follows it, and the rank", () => {
  const column = { use: 0, factor: "back", index: 1 };
  assert.equal(
    entryInWords(WORDS.en, setting, column, 1),
    "Row 2 came back to use 1 as −2: row 2 of the sum follows. 1 use, rank 1.",
  );
  const row = { use: 0, factor: "went", index: 0 };
  assert.equal(
    entryInWords(WORDS.zh, setting, row, 1),
    "输入使用 1 的第 1 列为 3：总和的第 1 列随之改变。1 次使用，秩 1。",
  );
});

test("a use that is off contributes nothing", () => {
  assert.equal(
    switchInWords(WORDS.en, setting, 1, 1),
    "Use 2 is off: it contributes nothing. 1 use, rank 1.",
  );
  const both = { uses: setting.uses.map((use) => ({ ...use, on: true })) };
  assert.equal(
    switchInWords(WORDS.en, both, 1, 2),
    "Use 2 is on: its product is added. 2 uses, rank 2.",
  );
});
