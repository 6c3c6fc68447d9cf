// Grids of numbers in SVG, and the outlines that name two of their places.

import { s } from "../common/dom.js";

/** Numbers with a true minus sign; with `signed`, also a plus sign. */
export const written = (value, signed = false) =>
  `${signed && value > 0 ? "+" : ""}${value}`.replace("-", "−");

/**
 * A grid of cells from (x, y) on: their boxes, and the texts that stand on them, so that lines can
 * be drawn between. `look(value, i, j)` returns the text of a cell and its class, and `press(i, j)`
 * is called where the pointer presses one.
 */
export function cells([x, y], size, rows, look, press) {
  const places = rows.flatMap((row, i) => row.map((value, j) => [i, j, look(value, i, j)]));
  const boxes = places.map(([i, j, { name }]) => {
    const box = { x: x + j * size, y: y + i * size, width: size, height: size };
    const pressed = press && (() => press(i, j));
    return s("rect", { ...box, class: `outputs-box ${name}`, onpointerdown: pressed });
  });
  const texts = places.map(([i, j, { text, name }]) => {
    const middle = { x: x + (j + 0.5) * size, y: y + (i + 0.5) * size + 4 };
    return s("text", { ...middle, class: `outputs-text ${name}` }, text);
  });
  return { boxes, texts };
}

/** An outline of `wide` cells at a place of a grid, with its name in a corner. */
export function outline([x, y], size, [i, j], wide, name) {
  const [left, top] = [x + j * size, y + i * size];
  const kind = `outputs-outline is-${name.toLowerCase()}`;
  return s(
    "g",
    { class: kind },
    s("rect", { x: left, y: top, width: wide * size, height: wide * size }),
    s("text", { x: left + 2, y: top + 8 }, name),
  );
}
