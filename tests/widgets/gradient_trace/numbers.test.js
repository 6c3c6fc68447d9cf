import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { matrix, scalar, vector } from "../../../src/tying/widgets/gradient_trace/arrays.js";
import {
  arrayText,
  cut,
  gradientThatFits,
  inline,
  percentText,
  short,
  valueThatFits,
} from "../../../src/tying/widgets/gradient_trace/numbers.js";
import { WORDS } from "../../../src/tying/widgets/gradient_trace/words.js";

const t = WORDS.en;
const LONG = vector([1.234, -5.678]);

test("numbers are short", () => {
  const cases = [
    [0, "0"],
    [-0, "0"],
    [-1.5, "−1.5"],
    [0.12345, "0.123"],
    [-2.1e-7, "−2.1e−7"],
    [123456, "1.2e+5"],
    [1234.5, "1,235"],
    [99.95, "100"],
  ];
  for (const [number, text] of cases) assert.equal(short(number), text);
  assert.equal(percentText(-0.12345), "−12.3 %");
});

test("an array is written by its numbers, or by its shape", () => {
  assert.equal(inline(scalar(0.5)), "0.5");
  assert.equal(inline(vector([1, -2])), "(1, −2)");
  assert.equal(
    inline(
      matrix([
        [1, 2],
        [3, 4],
      ]),
    ),
    "(1, 2; 3, 4)",
  );
  assert.equal(inline(vector([1, 2, 3, 4, 5])), "5");
  assert.equal(inline({ shape: [2, 3], data: Array(6).fill(1) }), "2×3");
});

test("in a sentence a large array is given by its norm", () => {
  assert.equal(arrayText(t, vector([3, 4])), "(3, 4)");
  assert.equal(arrayText(t, vector([1, 1, 1, 1, 0])), "an array of norm 2");
  assert.equal(arrayText(t, undefined, 7), "an array of norm 7"); // known by its norm alone
});

describe("in a box numbers are as exact as there is room", () => {
  test("of a value, whose shape is the last resort", () => {
    assert.equal(valueThatFits(LONG, 13), "(1.23, −5.68)");
    assert.equal(valueThatFits(LONG, 12), "(1.2, −5.7)");
    assert.equal(valueThatFits(vector([1, 2, 3, 4]), 12), "4");
  });
  test("of a gradient, whose norm is the last resort", () => {
    assert.equal(gradientThatFits(t, LONG, undefined, 13), "(1.23, −5.68)");
    assert.equal(gradientThatFits(t, LONG, undefined, 10), "norm 5.81");
    assert.equal(gradientThatFits(t, LONG, undefined, 8), "norm 5.8");
    assert.equal(gradientThatFits(t, undefined, 1.234, 3), "norm 1.2");
  });
});

test("a text is cut in the middle", () => {
  assert.equal(cut("weight", 6), "weight");
  assert.equal(cut("encoder.weight", 7), "enc…ght");
});
