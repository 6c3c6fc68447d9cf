// Numbers and arrays in a few characters.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { norm, rowsOf } from "./arrays.js";

const INLINE = 4; // numbers that an array may have to be written in a sentence
const BOXED = 3; // numbers that an array may have to be written in a node

/** A few figures, as short as they can be: 0.124, −1.5, 2.1e−7. */
export function short(x, figures = 3) {
  const size = Math.abs(x);
  if (size && (size < 1e-3 || size >= 1e5)) return x.toExponential(1).replaceAll("-", "−");
  return format(size < 1000 ? +x.toPrecision(figures) : Math.round(x));
}

/**
 * An array by its numbers, rows apart, where there are at most `most`, and by its shape otherwise.
 */
export function inline(array, most = INLINE, figures = 3) {
  const { shape, data } = array;
  if (data.length > most) return shape.join("×");
  if (data.length === 1) return short(data[0], figures);
  const rows = rowsOf(array).map((row) => row.map((x) => short(x, figures)).join(", "));
  return `(${rows.join("; ")})`;
}

/** "‖3.2‖": an array by its norm. */
export const normText = (size) => `‖${short(size)}‖`;

/** What an array of `shape` is called; null stands for several arrays, of any shapes. */
function kindOf(shape) {
  if (!shape) return "several";
  if (shape.every((size) => size === 1)) return "number";
  return { 1: "vector", 2: "matrix" }[shape.length] ?? "tensor";
}

/** An array in a sentence: by its numbers where they are few, by its shape and norm otherwise. */
export function arrayText(t, array, size, shape = array?.shape) {
  if (array && array.data.length <= INLINE) return inline(array);
  const values = { shape: shape?.join(" × "), n: short(size ?? norm(array)) };
  return fill(t.array[kindOf(shape)], values);
}

/** The first of the texts, each shorter than the one before, that has room. */
const firstThatFits = (texts, room) => texts.find((text) => text.length <= room);

/** The numbers of an array, as exact as there is room; undefined where there is none. */
export function numbersThatFit(array, room) {
  if (!array || array.data.length > BOXED) return undefined;
  return firstThatFits(
    [3, 2].map((figures) => inline(array, BOXED, figures)),
    room,
  );
}

/** The value of a node: its numbers, as exact as there is room, or its shape. */
export const valueThatFits = (array, room) =>
  numbersThatFit(array, room) ?? inline(array, BOXED, 2);

/** The gradient of a node: its numbers where there is room, and its norm otherwise. */
export function gradientThatFits(t, array, size, room) {
  const numbers = numbersThatFit(array, room);
  if (numbers !== undefined) return numbers;
  const texts = [3, 2].map((figures) => fill(t.norm, { n: short(size ?? norm(array), figures) }));
  return firstThatFits(texts, room) ?? texts.at(-1);
}

/** A text of at most so many characters, cut in the middle. */
export function cut(text, most) {
  if (text.length <= most) return text;
  const half = Math.max(1, Math.floor((most - 1) / 2));
  return `${text.slice(0, most - 1 - half)}…${text.slice(text.length - half)}`;
}

/** A part of a whole: 0.125 as "12.5 %". */
export const percentText = (x) => `${format(Math.round(1000 * x) / 10)} %`;
