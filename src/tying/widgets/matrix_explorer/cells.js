// Grids of cells in SVG: the kernel, the image, the outputs and the matrix.

import { s } from "../common/dom.js";

export const LETTERS = "abcdefghi";

/** How strong the colour of each weight is, so that neighbours in the kernel differ. */
const STRENGTHS = [14, 40, 62, 50, 22, 34, 28, 56, 44];

/** The style of a cell that holds a weight. */
export const shade = (weight) => `--strength: ${STRENGTHS[weight]}%`;

/**
 * A grid of cells of `wide` by `high`: `look(i, j)` returns the text of a cell, its class, and its
 * style; `press(i, j)` is called where the pointer presses one.
 */
export function cells([rows, columns], [wide, high], look, press) {
  const all = [];
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      const { text, name, style } = look(i, j);
      const box = { x: j * wide, y: i * high, width: wide, height: high };
      const pressed = press && (() => press(i, j));
      all.push(s("rect", { ...box, class: `matrix-box ${name}`, style, onpointerdown: pressed }));
      if (text) {
        const middle = { x: (j + 0.5) * wide, y: (i + 0.5) * high };
        all.push(s("text", { ...middle, class: `matrix-text ${name}` }, text));
      }
    }
  }
  return all;
}

/** An outline around cells, of a kind that the style names. */
export const outline = ([i, j], [rows, columns], [wide, high], kind) =>
  s("rect", {
    x: j * wide,
    y: i * high,
    width: columns * wide,
    height: rows * high,
    class: `matrix-outline ${kind}`,
  });
