import assert from "node:assert/strict";
import { test } from "node:test";
import { shrunk } from "../../../src/tying/widgets/shrinkage/james_stein.js";
import {
  behindRow,
  formula,
  said,
  tableRows,
  valueInWords,
} from "../../../src/tying/widgets/shrinkage/sentences.js";
import { arrow } from "../../../src/tying/widgets/shrinkage/stage.js";
import { WORDS } from "../../../src/tying/widgets/shrinkage/words.js";

const t = WORDS.en;
const of = (values, noise = 1) => {
  const setting = { values, noise, errors: null };
  const moved = shrunk(setting);
  return { setting, moved, tally: null, first: moved.weight };
};
const ofSets = (tally) => ({ ...of(SPREAD), tally });
const SPREAD = [-3, -1, 1, 3, -3, -1, 1, 3]; // mean 0, squares 40
const axis = { low: -4, high: 4, unit: 1 };

test("the formula has its numbers, and says where it is cut at 1", () => {
  assert.equal(formula(t, of(SPREAD)), "w = 5 v / S = 5 · 1 / 40 = 0.13");
  assert.equal(formula(t, of(SPREAD, 16)), "w = 1, since 5 v / S = 5 · 16 / 40 is more");
  assert.equal(formula(t, of(SPREAD, 8)), "w = 5 v / S = 5 · 8 / 40 = 1");
  assert.equal(formula(t, of(Array(8).fill(2))), "w = 1, since all are equal: S = 0");
});

test("a change is said by its share", () => {
  assert.match(said(t, of(SPREAD)), /^w = 0.13: every estimate moves 13% of its way/);
  assert.match(said(t, of(SPREAD, 0.1)), /^w = 0.013: .* hardly move/);
  assert.match(said(t, of(SPREAD, 16)), /^w = 1: .*tied/);
});

test("a share is compared with the one at the start", () => {
  const after = (first) => said(t, { ...of(SPREAD), first }); // 5/40 is 12.5%, rounded to 13%
  assert.match(after(0.36), /mean\. At the start it was 36%: now less\.$/);
  assert.match(after(0.1), /mean\. At the start it was 10%: now more\.$/);
  assert.match(after(0.125), /to the mean\.$/);
});

test("the outcome of sets names the values that lose", () => {
  const tally = {
    count: 1001,
    nearer: 851,
    separate: Array(8).fill(1000),
    pooled: [...Array(7).fill(500), 2000],
  };
  const one = ofSets(tally);
  assert.equal(
    said(t, one),
    "In 851 of 1,001 sets the eight together come nearer to their truths. " +
      "Larger error than separate: value 8.",
  );
  assert.equal(behindRow(t, one, 0, axis), "× 0.5");
  assert.equal(behindRow(t, one, 7, axis), "× 2 ▲");
  const two = ofSets({ ...tally, pooled: [500, 2000, ...Array(5).fill(500), 2000] });
  assert.match(said(t, two), /Larger error than separate: values 2 and 8\.$/);
  const better = ofSets({ ...tally, pooled: Array(8).fill(999) });
  assert.match(said(t, better), /No single value has a larger error\.$/);
  assert.equal(said(t, ofSets({ ...tally, separate: Array(8).fill(0) })), t.done.exact);
  const { rows, means } = tableRows(one, String);
  assert.equal(rows.length, 8);
  assert.deepEqual(rows[7].map(Number).slice(3), [1000 / 1001, 2000 / 1001]);
  assert.equal(Number(means[4]), (7 * 500 + 2000) / 8 / 1001);
});

test("a handle says where its value is and where it is moved", () => {
  assert.equal(valueInWords(t, of(SPREAD), 0), "−3, moved to −2.63");
  assert.equal(behindRow(t, of(SPREAD), 0, axis), "−2.63");
});

test("an arrow points to where an estimate is moved; its head needs room", () => {
  assert.equal(arrow(0, 40), "M0,0H40M29,-4L34,0L29,4");
  assert.equal(arrow(40, 0), "M40,0H0M11,-4L6,0L11,4");
  assert.equal(arrow(40, 40), "M40,0H40");
  assert.equal(arrow(40, 30), "M40,0H30");
});

test("both languages say the same things", () => {
  const keys = (words) =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === "string"
        ? [`${key}: ${[...value.matchAll(/\{\w+\}/g)].sort()}`]
        : keys(value).map((inner) => `${key}.${inner}`),
    );
  assert.deepEqual(keys(WORDS.zh).sort(), keys(WORDS.en).sort());
});
