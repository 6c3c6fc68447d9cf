// A matrix: its numbers, each on a mark that grows and darkens with the number.

import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";

/** A matrix in words: "2, 1; 4, −2", a semicolon between two rows. */
export const matrixText = (rows) => rows.map((row) => row.map(format).join(", ")).join("; ");

/**
 * The size of a number's mark, from 0 to 1. The mark of a one has room for its number. From
 * `most` on, a mark fills its cell: only sums are larger.
 */
export const markSize = (number, most) =>
  number ? 0.58 + 0.42 * Math.sqrt(Math.min(1, Math.abs(number) / most)) : 0;

/**
 * Cells of `rows` by `columns`. `draw(numbers, label, isFollowed, isCancelled)`: without numbers
 * the cells are empty; the others ask of a cell (i, j).
 */
export function matrix(rows, columns, role, most) {
  const cells = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => h("span", { class: "outer-cell" })),
  );
  const node = h(
    "div",
    { class: "outer-matrix", role: "img", "data-role": role, dir: "ltr" },
    ...cells.flat(),
  );
  function draw(numbers, label, isFollowed, isCancelled = () => false) {
    node.setAttribute("aria-label", label);
    node.classList.toggle("is-empty", !numbers);
    cells.forEach((row, i) =>
      row.forEach((cell, j) => {
        const number = numbers ? numbers[i][j] : 0;
        setText(cell, numbers ? format(number) : "");
        cell.style.setProperty("--size", markSize(number, most).toFixed(3));
        cell.classList.toggle("is-zero", number === 0);
        cell.classList.toggle("is-negative", number < 0);
        cell.classList.toggle("is-followed", isFollowed(i, j));
        cell.classList.toggle("is-cancelled", isCancelled(i, j));
      }),
    );
  }
  return { node, draw };
}
