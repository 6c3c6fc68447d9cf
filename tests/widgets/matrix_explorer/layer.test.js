import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerOf,
  changed,
  placesOf,
  sizeOf,
} from "../../../src/tying/widgets/matrix_explorer/layer.js";

const IMAGE = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const SETTING = {
  padding: "valid",
  stride: 1,
  shared: true,
  weight: 4,
  output: 0,
  kernel: [0, 0, 0, 0, 1, 0, 0, 0, 0],
};

test("without padding a window as large as the image has one place", () => {
  const { index, outputs } = answerOf(SETTING, IMAGE);
  assert.deepEqual(index, [[0, 1, 2, 3, 4, 5, 6, 7, 8]]);
  assert.deepEqual(outputs, [5]);
});

test("the kernel that copies makes the identity, also on a ring", () => {
  for (const padding of ["same", "circular"]) {
    const { index, outputs } = answerOf({ ...SETTING, padding }, IMAGE);
    assert.deepEqual(outputs, IMAGE.flat());
    index.forEach((entries, k) => assert.equal(entries.indexOf(4), k));
  }
});

test("on a ring every weight stands in every row, with zeros at the edge it does not", () => {
  const ring = answerOf({ ...SETTING, padding: "circular" }, IMAGE);
  assert.deepEqual(ring.occurrences, Array(9).fill(9));
  const zeros = answerOf({ ...SETTING, padding: "same" }, IMAGE);
  assert.deepEqual(zeros.occurrences, [4, 6, 4, 6, 9, 6, 4, 6, 4]);
});

test("without sharing the places of a weight are those of one output", () => {
  const setting = { ...SETTING, padding: "same", shared: false, output: 4 };
  const places = placesOf(0, answerOf(setting, IMAGE), setting, IMAGE);
  assert.deepEqual(places, [{ row: 4, column: 0, y: 5, x: 1 }]);
  assert.deepEqual(placesOf(0, answerOf(setting, IMAGE), { ...setting, output: 0 }, IMAGE), []);
});

test("a stride halves the outputs, and the choice stays among them", () => {
  assert.deepEqual(sizeOf({ ...SETTING, padding: "same", stride: 2 }, IMAGE), [2, 2]);
  const full = { ...SETTING, padding: "full", output: 24 };
  assert.equal(changed(full, { padding: "same" }, IMAGE).output, 8);
});
