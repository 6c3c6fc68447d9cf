import assert from "node:assert/strict";
import { test } from "node:test";
import { shade } from "../../../src/tying/widgets/parameter_counts/weights.js";

const COUNT = 1000;
const shades = Array.from({ length: COUNT }, (_, id) => shade(id));

test("shades of weights differ and fill the scale", () => {
  assert.equal(new Set(shades).size, COUNT);
  assert.ok(Math.min(...shades) < 0.01);
  assert.ok(Math.max(...shades) > 0.99);
});

test("the mean shade is that of uniform numbers, within four standard errors", () => {
  const mean = shades.reduce((sum, one) => sum + one, 0) / COUNT;
  assert.ok(Math.abs(mean - 0.5) < 4 * Math.sqrt(1 / 12 / COUNT));
});

test("equal numbers in two layers are two weights with two shades", () => {
  assert.ok(Math.abs(shade(0, "local") - shade(0, "convolution")) > 0.1);
});
