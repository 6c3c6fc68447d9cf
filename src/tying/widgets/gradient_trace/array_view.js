// An array on the page: small ones in numbers, larger ones as squares.

import { h, s } from "../common/dom.js";
import { short } from "./numbers.js";

const NUMBERS = 3; // columns and rows up to which an array is written in numbers
const FIELD = 208; // pixels for the columns of squares, as long as a cell has its least size
const CELL = [13, 14]; // pixels of a square's cell: the least, and the most
const GAP = 2; // pixels between two squares that fill their cells
const SMALLEST = 6; // pixels of the smallest square; what is smaller is a circle of this size
const NAMES = 26; // pixels for the names of rows
const ZERO = 1e-9; // part of the largest entry below which an entry is what rounding left of 0

/** Whether an array is written in numbers. */
export const isSmall = ({ shape: [rows = 1, columns = 1] }) =>
  rows <= NUMBERS && columns <= NUMBERS;

/** A number, or what stands in its place. */
const number = (text) => h("span", { class: "trace-number" }, text);

/** Cells in columns. */
const grid = (columns, cells) =>
  h("span", { class: "trace-matrix", style: `--columns: ${columns}` }, ...cells);

/** The pixels of a cell: fewer where there are many columns. */
function cellOf({ shape: [, columns = 1] }) {
  const [least, most] = CELL;
  return Math.min(most, Math.max(least, Math.floor(FIELD / columns)));
}

/** The part of the largest entry from which on an entry of `array` is a square, not a circle. */
export const leastSquare = (array) => (SMALLEST / (cellOf(array) - GAP)) ** 2;

/**
 * How an entry is drawn in a cell: a square whose area is its size, where `most` fills the cell; a
 * circle where that square could hardly be seen; or nothing, for zero. `side` is in pixels.
 */
export function markOf(x, most, cell) {
  const part = most ? Math.abs(x) / most : 0;
  if (part < ZERO) return null;
  const side = Math.sqrt(part) * (cell - GAP);
  return side < SMALLEST ? { tag: "circle", side: SMALLEST } : { tag: "rect", side };
}

/** The mark of an entry at its place. */
function mark(x, row, column, most, cell) {
  const drawn = markOf(x, most, cell);
  if (!drawn) return null;
  const { tag, side } = drawn;
  const [cx, cy] = [column, row].map((place) => (place + 0.5) * cell);
  const place =
    tag === "circle"
      ? { cx, cy, r: side / 2 }
      : { x: cx - side / 2, y: cy - side / 2, width: side, height: side };
  return s(tag, { ...place, "data-sign": x > 0 ? "plus" : "minus" });
}

/** The marks of all entries, or a question mark where `isKnown` is false. */
function contents(array, isKnown, most) {
  const cell = cellOf(array);
  const [rows = 1, columns = 1] = array.shape;
  if (!isKnown) return [s("text", { x: (columns * cell) / 2, y: (rows * cell) / 2 + 6 }, "?")];
  return array.data
    .map((x, k) => mark(x, Math.floor(k / columns), k % columns, most, cell))
    .filter(Boolean);
}

function squaresView(array, isKnown, most, names) {
  const cell = cellOf(array);
  const [rows = 1, columns = 1] = array.shape;
  const left = names ? NAMES : 1;
  const size = { width: columns * cell + left + 1, height: rows * cell + 2 };
  const labels = (names ?? []).map((name, i) =>
    s("text", { class: "trace-row", x: -4, y: (i + 0.5) * cell + 3.5 }, name),
  );
  return s(
    "svg",
    {
      class: "trace-squares",
      ...size,
      viewBox: `${-left} -1 ${size.width} ${size.height}`,
      "aria-hidden": "true",
      dir: "ltr",
    },
    ...labels,
    s("rect", { class: "trace-field", width: columns * cell, height: rows * cell }),
    ...contents(array, isKnown, most),
  );
}

/**
 * An array as numbers or squares, with question marks where `isKnown` is false. `most` is the entry
 * whose square fills its cell; `names` are those of the rows, drawn beside squares.
 */
export function arrayView(array, isKnown, most, names) {
  if (!isSmall(array)) return squaresView(array, isKnown, most, names);
  const [, columns = 1] = array.shape;
  const texts = array.data.map((x) => (isKnown ? short(x) : "?"));
  return grid(columns, texts.map(number));
}

/** The entries of a matrix in numbers, however large, behind the names of its rows, if any. */
export function entriesView({ shape, data }, names) {
  const width = shape.at(-1);
  const cells = data.flatMap((x, k) => {
    const isFirst = names && k % width === 0;
    const name = isFirst ? [h("span", { class: "trace-where" }, names[k / width])] : [];
    return [...name, number(short(x))];
  });
  return grid(width + (names ? 1 : 0), cells);
}
