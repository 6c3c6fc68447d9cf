// What the widget says.

import { fill } from "../common/words.js";
import { stands } from "./rotations.js";

const two = (value) =>
  value
    .toFixed(2)
    .replace(/^-0\.00$/, "0.00")
    .replace("-", "−");

/** The matrix Q W as a row of numbers for each unit. */
export const matrixInWords = (matrix) => matrix.map((row) => row.map(two));

/** The angle with its unit, and the mirror. */
export const rotationInWords = (t, { angle, mirror }) =>
  fill(mirror ? t.rotation.mirror : t.rotation.plain, { angle });

/** What happened to the output. */
export function changeInWords(t, setting, { change }) {
  const values = {
    rotation: rotationInWords(t, setting),
    activation: t.activations[setting.activation],
    change: two(change),
  };
  return fill(stands(change) ? t.result.still : t.result.moved, values);
}

/** Both planes in words, for those who do not see them. */
export function planesInWords(t, setting, { change }) {
  const values = { rotation: rotationInWords(t, setting), change: two(change) };
  return {
    code: fill(t.picture.code, values),
    output: fill(stands(change) ? t.picture.still : t.picture.moved, values),
  };
}

/** Rows of the table: the weights before and now, and the change. */
export function rowsOf(t, before, { matrix, change }) {
  const units = matrixInWords(matrix).map((row, k) => [
    `${t.unit} ${k + 1}`,
    matrixInWords(before)[k].join(", "),
    row.join(", "),
  ]);
  return [...units, [t.change, "", two(change)]];
}
