// Maps as squares: the larger a square, the further its value from 0; filled above, hollow below.

import { h, s, setAttributes, setText } from "../common/dom.js";

const ROOM = 0.92; // of a cell, which the largest square takes
const LINE = 0.14; // of a cell, the line of a hollow square

/** The side of the square of a value whose full size is `full`, in cells. */
const side = (value, full) => ROOM * Math.sqrt(Math.min(Math.abs(value) / full, 1));

const square = (i, j, size) => {
  const [x, y] = [j, i].map((at) => (at + (1 - size) / 2).toFixed(3));
  const length = size.toFixed(3);
  return `M${x} ${y}h${length}v${length}h-${length}z`;
};

/** Filled and hollow squares of a map as two paths. */
export function squares(map, full) {
  const paths = { filled: "", hollow: "" };
  map.forEach((row, i) =>
    row.forEach((value, j) => {
      const size = side(value, full);
      if (size < 0.03) return;
      if (value > 0) paths.filled += square(i, j, size);
      else paths.hollow += square(i, j, Math.max(size - LINE, LINE));
    }),
  );
  return paths;
}

const lines = (rows, columns) =>
  Array.from({ length: rows - 1 }, (_, k) => `M0 ${k + 1}h${columns}`).join("") +
  Array.from({ length: columns - 1 }, (_, k) => `M${k + 1} 0v${rows}`).join("");

/**
 * A panel with a heading, a note and a map. `draw(map, full, note, label)`; the map keeps its place
 * on the screen, whatever number of places it has.
 */
export function mapPanel(title, ...more) {
  const [grid, filled, hollow] = ["lines", "filled", "hollow"].map((kind) =>
    s("path", { class: `shifted-${kind}` }),
  );
  const front = s("g");
  const style = `--line: ${LINE}`;
  const box = { role: "img", dir: "ltr", class: "shifted-map", style };
  const svg = s("svg", box, grid, filled, hollow, front);
  const note = h("span", { class: "tied-small" });
  const head = h("p", { class: "shifted-head" }, h("strong", null, title), " ", note);
  const node = h("div", { class: "shifted-panel" }, head, svg, ...more);
  function draw(map, full, text, label) {
    const [rows, columns] = [map.length, map[0].length];
    const paths = squares(map, full);
    setAttributes(svg, { viewBox: `0 0 ${columns} ${rows}`, "aria-label": label });
    setAttributes(grid, { d: lines(rows, columns) });
    setAttributes(filled, { d: paths.filled });
    setAttributes(hollow, { d: paths.hollow });
    setText(note, text);
  }
  /** Put a ring around a place, which says "this one". */
  function mark(i, j) {
    front.replaceChildren(s("rect", { x: j, y: i, width: 1, height: 1, class: "shifted-marked" }));
  }
  return { node, svg, draw, mark };
}
