// An array on the page: small ones in numbers, larger ones as squares.

import { h, s } from "../common/dom.js";
import { short } from "./numbers.js";

const NUMBERS = 3; // columns and rows up to which an array is written in numbers
const CELL = 13; // pixels of a square's cell
const NAMES = 26; // pixels for the names of rows
const VISIBLE = 0.7; // pixels of the smallest square that is drawn

/** Whether an array is written in numbers. */
export const isSmall = ({ shape: [rows = 1, columns = 1] }) =>
  rows <= NUMBERS && columns <= NUMBERS;

/** A number, or what stands in its place. */
const number = (text) => h("span", { class: "trace-number" }, text);

/** Cells in columns. */
const grid = (columns, cells) =>
  h("span", { class: "trace-matrix", style: `--columns: ${columns}` }, ...cells);

/** The square of an entry, whose area is its size: `most` fills the cell. */
function square(x, row, column, most) {
  const side = most ? Math.sqrt(Math.abs(x) / most) * (CELL - 2) : 0;
  if (side <= VISIBLE) return null;
  const start = (place) => place * CELL + (CELL - side) / 2;
  return s("rect", {
    x: start(column),
    y: start(row),
    width: side,
    height: side,
    "data-sign": x > 0 ? "plus" : "minus",
  });
}

/** The squares of all entries, or a question mark where `isKnown` is false. */
function contents({ shape: [rows = 1, columns = 1], data }, isKnown, most) {
  if (!isKnown) return [s("text", { x: (columns * CELL) / 2, y: (rows * CELL) / 2 + 6 }, "?")];
  const squares = data.map((x, k) => square(x, Math.floor(k / columns), k % columns, most));
  return squares.filter(Boolean);
}

function squaresView(array, isKnown, most, names) {
  const [rows = 1, columns = 1] = array.shape;
  const left = names ? NAMES : 1;
  const size = { width: columns * CELL + left + 1, height: rows * CELL + 2 };
  const labels = (names ?? []).map((name, i) =>
    s("text", { class: "trace-row", x: -4, y: (i + 0.8) * CELL }, name),
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
    s("rect", { class: "trace-field", width: columns * CELL, height: rows * CELL }),
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
