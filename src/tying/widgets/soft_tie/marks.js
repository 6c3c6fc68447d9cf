// The marks of the picture and of its legend.

import { s } from "../common/dom.js";
import { legend } from "../common/legend.js";

const SHAPES = { separate: "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z", tied: "M-4.5,-4.5h9v9h-9z" };
const DIAMOND = "M0,-7l7,7l-7,7l-7,-7z";

/** A circle for observations, a square for the hard tie, a diamond for the soft one. */
export const mark = (kind, attributes) =>
  s("path", { class: "st-mark", "data-kind": kind, d: SHAPES[kind] ?? DIAMOND, ...attributes });

/** Put a node at a pixel. */
export const place = (node, x, y) =>
  node.setAttribute("transform", `translate(${x.toFixed(2)},${y.toFixed(2)})`);

const sample = (...shapes) => {
  const box = { class: "st-sample", width: 24, height: 16, viewBox: "-12 -8 24 16" };
  return s("svg", { ...box, "aria-hidden": "true" }, ...shapes);
};

/** What the marks mean. */
export const legendOf = (t) =>
  legend([
    [sample(mark("separate")), t.legend.observed],
    [sample(mark("pooled")), t.legend.estimates],
    [sample(s("ellipse", { class: "st-posterior", rx: 11, ry: 6 })), t.legend.ellipse],
    [sample(s("path", { class: "st-way", d: "M-12,0H12" })), t.legend.way],
    [sample(mark("tied")), t.legend.tied],
  ]);
