// What the pictures of output, image and weights have in common: squares of `size` pixels, drawn
// again each time.

import { h, s, setAttributes, setText, uid } from "../common/dom.js";

const MOST = 44; // pixels of a cell
const LEAST = 4; // pixels of a cell below which lines would hide it

/** The pixels of one cell where so many stand side by side. */
export const cellSize = (size, cells) => Math.min(size / cells, MOST);

export const rect = (x, y, width, height, name) => s("rect", { x, y, width, height, class: name });

/** The lines between the cells of a grid as one path; none where the cells are too small. */
export function gridLines(rows, columns, cell, x = 0, y = 0) {
  if (cell < LEAST) return "";
  const inner = (count, line) => Array.from({ length: count - 1 }, (_, k) => line((k + 1) * cell));
  const across = inner(rows, (at) => `M${x} ${y + at}h${columns * cell}`);
  const down = inner(columns, (at) => `M${x + at} ${y}v${rows * cell}`);
  return [...across, ...down].join("");
}

/**
 * Stripes for what lies outside the image: a definition for a picture, and the style to fill with.
 */
export function stripes() {
  const id = uid("tied-stripes");
  const tile = { width: 6, height: 6, patternUnits: "userSpaceOnUse" };
  const line = s("path", { d: "M0 0v6", class: "counts-stripe" });
  const pattern = s("pattern", { id, ...tile, patternTransform: "rotate(45)" }, line);
  return { defs: s("defs", null, pattern), style: `fill: url(#${id})` };
}

/** A panel: a heading, words, a square picture, more nodes, and words below. */
export function panel(title, drawn, ...more) {
  const above = h("p", { class: "tied-small" });
  const below = h("p", { class: "tied-small" });
  const svg = s("svg", { role: "img", dir: "ltr", class: "counts-picture" }, ...drawn);
  const node = h(
    "div",
    { class: "tied-stack counts-panel" },
    h("strong", null, title),
    above,
    svg,
    ...more,
    below,
  );
  const sayAbove = (text) => setText(above, text);
  const sayBelow = (text) => setText(below, text);
  return { node, svg, sayAbove, sayBelow };
}

/** All pictures have the same size, so that nothing moves while a slider does. */
export function fit(svg, size, label) {
  const viewBox = `-1 -1 ${size + 2} ${size + 2}`;
  setAttributes(svg, { width: size, height: size, viewBox, "aria-label": label });
}
