// The preset that a setting is, and what differs between two settings.

import assert from "node:assert/strict";
import { test } from "node:test";
import { difference, presetOf, sliderChange } from "../../../src/tying/widgets/common/presets.js";

const PRESETS = { small: { rows: 1, columns: 2 }, large: { rows: 30, columns: 40000 } };
const WORDS = {
  presets: { small: "a small one" }, // as in a language that lacks a name
  controls: { rows: "Rows", columns: "Columns" },
  done: { preset: "Preset {name}.", set: "{name}: {value}, was {before}." },
};

const between = (before, after) =>
  difference(WORDS, before, after, PRESETS, (name) => sliderChange(WORDS, name, before, after));

test("a setting is a preset where all values are equal", () => {
  assert.equal(presetOf(PRESETS, { rows: 1, columns: 2 }), "small");
  assert.equal(presetOf(PRESETS, { rows: 1, columns: 3 }), undefined);
});

test("several values that lead to a preset are named by it", () => {
  assert.equal(between(PRESETS.large, PRESETS.small), "Preset a small one.");
  assert.equal(between(PRESETS.small, PRESETS.large), "Preset large.");
});

test("one value that leads to a preset is named by itself", () => {
  assert.equal(between({ rows: 5, columns: 2 }, PRESETS.small), "Rows: 1, was 5.");
});

test("several values that lead to no preset are named each", () => {
  const text = between(PRESETS.large, { rows: 3, columns: 1000 });
  assert.equal(text, "Rows: 3, was 30. Columns: 1,000, was 40,000.");
});

test("equal settings do not differ", () => {
  assert.equal(between(PRESETS.small, { ...PRESETS.small }), "");
});
