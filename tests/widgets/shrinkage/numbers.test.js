import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asText,
  eightNumbers,
  percent,
  placed,
  short,
} from "../../../src/tying/widgets/shrinkage/numbers.js";

const EIGHT = [1, -2, 0.5, 4, 5, 6, 7, 8];

test("eight numbers are read, however they are separated", () => {
  for (const text of [
    "1 -2 0.5 4 5 6 7 8",
    "1, −2, 0.5, 4, 5, 6, 7, 8",
    "1,-2,0.5,4,5,6,7,8",
    "  1\t-2\n.5\n4\r\n5 6  7 8\n",
    "1; -2; 0,5; 4; 5; 6; 7; 8",
    "1 -2 0,5 4 5 6 7 8e0",
  ]) {
    assert.deepEqual(eightNumbers(text), { values: EIGHT }, text);
  }
});

test("too few, too many and what is no number are told apart", () => {
  assert.deepEqual(eightNumbers(""), { wrong: "count", count: 0 });
  assert.deepEqual(eightNumbers("1 2 3"), { wrong: "count", count: 3 });
  assert.deepEqual(eightNumbers("1,2,3,4,5,6,7,8,9"), { wrong: "count", count: 9 });
  assert.deepEqual(eightNumbers("1 2 3 x 5 6 7 8"), { wrong: "number", word: "x" });
  for (const word of ["Infinity", "NaN", "1e12", "<b>"]) {
    assert.deepEqual(eightNumbers(`1 2 3 4 5 6 7 ${word}`), { wrong: "number", word });
  }
});

test("what is written can be read again", () => {
  assert.deepEqual(eightNumbers(asText(EIGHT)), { values: EIGHT });
});

test("numbers are short, with a true minus sign and no negative zero", () => {
  assert.deepEqual([-0.0893, 1234.5, -0].map(short), ["−0.0893", "1,230", "0"]);
  assert.deepEqual([0.478, 0.0042, 1].map(percent), ["48%", "0.42%", "100%"]);
  assert.deepEqual(
    [-0.0893, -0.001].map((value) => placed(value, { unit: 1 })),
    ["−0.09", "0.00"],
  );
  assert.equal(placed(123.4, { unit: 100 }), "123");
});
