// The image with its padding, and the window on it.

import { s, setAttributes } from "../common/dom.js";
import { fill } from "../common/words.js";
import { cellSize, fit, gridLines, panel, rect, stripes } from "./panel.js";
import { windowAt, windowCells } from "./weights.js";

const LEAST_ZERO = 10; // pixels of a cell that has room for a 0

export function imagePanel(t) {
  const { defs, style } = stripes();
  const front = s("g");
  const { node, svg, sayAbove, sayBelow } = panel(t.image, [defs, front]);
  node.classList.add("is-image");

  /** The shapes, from back to front; `outside` are the cells of the window that are padding. */
  function shapes(setting, { top, left }, outside, cell) {
    const { height, width, kernel, padding } = setting;
    const at = (k) => (k + padding) * cell;
    const rows = (height + 2 * padding) * cell;
    const columns = (width + 2 * padding) * cell;
    const around = setAttributes(rect(0, 0, columns, rows, "counts-padding"), { style });
    const lines = gridLines(height, width, cell, at(0), at(0));
    const zero = ({ row, column }) =>
      s("text", { x: at(column + 0.5), y: at(row + 0.5) + 4, class: "counts-zero" }, "0");
    return [
      ...(padding ? [around] : []),
      rect(at(0), at(0), width * cell, height * cell, "counts-frame"),
      s("path", { d: lines, class: "counts-lines" }),
      rect(at(left), at(top), kernel * cell, kernel * cell, "counts-window"),
      ...(cell < LEAST_ZERO ? [] : outside.map(zero)),
    ];
  }

  /** `fits` says whether the window fits into the image. */
  function draw(setting, { i, j }, size, fits) {
    const { height: h, width: w, kernel, padding: p } = setting;
    const corner = windowAt(setting, i, j);
    const outside = windowCells(setting, i, j).filter(({ inside }) => !inside);
    const counted = { zeros: outside.length, cells: kernel * kernel };
    const cell = cellSize(size, Math.max(h + 2 * p, w + 2 * p, kernel));
    front.replaceChildren(...shapes(setting, corner, outside, cell));
    const padded = p ? fill(t.padded, { p }) : "";
    fit(svg, size, fill(t.imageLabel, { h, w, padded, ...corner, ...counted }));
    sayAbove(`${h} × ${w}`);
    const zeros = outside.length
      ? fill(t.zeros, { n: outside.length, all: kernel * kernel })
      : t.noZeros;
    sayBelow(fits ? zeros : t.tooLarge);
  }
  return { node, draw };
}
