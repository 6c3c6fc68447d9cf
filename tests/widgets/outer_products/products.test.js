import assert from "node:assert/strict";
import { test } from "node:test";
import { markSize, matrixText } from "../../../src/tying/widgets/outer_products/matrix.js";
import { cancels, gradientOf, rankOf } from "../../../src/tying/widgets/outer_products/products.js";

const USES = [
  { back: [1, 2], went: [2, 1], on: true },
  { back: [2, 0], went: [-1, 3], on: true },
  { back: [1, 1], went: [1, 1], on: false },
];

test("the sum holds the products of the uses that are on", () => {
  const { parts, sum, ranks, rank } = gradientOf({ uses: USES });
  assert.deepEqual(parts, [[[2, 1], [4, 2]], [[-2, 6], [0, 0]], null]); // prettier-ignore
  assert.deepEqual(sum, [[0, 7], [4, 2]]); // prettier-ignore
  assert.deepEqual([ranks, rank], [[1, 1, null], 2]);
});

test("contributions cancel where they are not zero and their sum is", () => {
  const answer = gradientOf({ uses: USES });
  assert.equal(cancels(answer, 0, 0), true);
  assert.equal(cancels(answer, 0, 1), false);
  const zero = gradientOf({ uses: [{ back: [0], went: [3], on: true }] });
  assert.equal(cancels(zero, 0, 0), false);
});

test("proportional rows have rank one, and no rows rank zero", () => {
  assert.equal(rankOf([[0, 0, 0], [2, -4, 6], [-3, 6, -9]]), 1); // prettier-ignore
  assert.equal(rankOf([[0, 0], [0, 0]]), 0); // prettier-ignore
});

test("a mark grows with the size of its number, up to the whole cell", () => {
  assert.equal(markSize(0, 9), 0);
  const sizes = [1, -2, 4, -9, 27].map((number) => markSize(number, 9));
  assert.deepEqual([...sizes].sort(), sizes);
  assert.deepEqual(sizes.slice(3), [1, 1]);
});

test("a matrix in words has true minus signs", () => {
  assert.equal(matrixText([[2, -1], [0, 4]]), "2, −1; 0, 4"); // prettier-ignore
});
