import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { normal } from "../../../src/tying/widgets/common/random.js";

const COUNT = 40_000;
const numbers = (seed, count = COUNT) => Array.from({ length: count }, normal(seed));
const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;

describe("numbers of the generator are standard normal, within four standard errors", () => {
  const values = numbers(7);
  const centre = mean(values);

  test("in mean and variance", () => {
    const variance = mean(values.map((one) => (one - centre) ** 2));
    assert.ok(Math.abs(centre) < 4 / Math.sqrt(COUNT));
    assert.ok(Math.abs(variance - 1) < 4 * Math.sqrt(2 / COUNT));
  });
  test("in the fourth moment, which is 3 with variance 96", () => {
    assert.ok(Math.abs(mean(values.map((one) => one ** 4)) - 3) < 4 * Math.sqrt(96 / COUNT));
  });
  test("without correlation of neighbours", () => {
    const products = values.slice(1).map((one, k) => one * values[k]);
    assert.ok(Math.abs(mean(products)) < 4 / Math.sqrt(COUNT));
  });
});

test("a seed gives its numbers again, and another seed gives others", () => {
  assert.deepEqual(numbers(7, 10), numbers(7).slice(0, 10));
  assert.notDeepEqual(numbers(8, 10), numbers(7, 10));
});
