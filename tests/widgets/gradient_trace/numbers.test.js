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

test("in a sentence a large array is given by its shape and its norm", () => {
  assert.equal(arrayText(t, vector([3, 4])), "(3, 4)");
  const five = vector([1, 1, 1, 1, 0]);
  assert.equal(arrayText(t, five), "a vector of 5 numbers with norm 2");
  const six = matrix([
    [3, 0, 0],
    [0, 0, 4],
  ]);
  assert.equal(arrayText(t, six), "a matrix of 2 × 3 numbers with norm 5");
  assert.equal(arrayText(WORDS.zh, six), "2 × 3 个数的矩阵（范数 5）");
});

test("an array that is known by its norm alone is given by the shape beside it", () => {
  const cases = [
    [[], "a number of absolute value 7"],
    [[1, 1], "a number of absolute value 7"],
    [[8], "a vector of 8 numbers with norm 7"],
    [[40, 30], "a matrix of 40 × 30 numbers with norm 7"],
    [[2, 8, 3], "a tensor of 2 × 8 × 3 numbers with norm 7"],
    [null, "several arrays with norm 7 together"],
  ];
  for (const [shape, text] of cases) assert.equal(arrayText(t, undefined, 7, shape), text);
});

test("means of blocks are given by the shape of the array that they are of", () => {
  const blocks = matrix([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  assert.equal(arrayText(t, blocks, 9, [20, 30]), "a matrix of 20 × 30 numbers with norm 9");
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
