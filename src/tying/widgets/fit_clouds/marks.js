// The marks of the picture and of its legend.

import { s } from "../common/dom.js";
import { legend } from "../common/legend.js";

/** A circle for a separate fit and a square for a tied one, of this half-width around 0. */
export function mark(kind, half, attributes) {
  const given = { class: "fc-mark", "data-kind": kind, ...attributes };
  if (kind === "separate") return s("circle", { r: half, ...given });
  return s("rect", { x: -half, y: -half, width: 2 * half, height: 2 * half, ...given });
}

/** Put a node at a pixel. */
export const place = (node, x, y) =>
  node.setAttribute("transform", `translate(${x.toFixed(1)},${y.toFixed(1)})`);

export const cross = (half) => `M${-half},0H${half}M0,${-half}V${half}`;

const HEAD = 6; // pixels of an arrow's head

/**
 * The path of an arrow between two pixels, which ends `gap` pixels before the second; where no
 * room is left for its head there is none.
 */
export function arrow(from, to, gap = 0) {
  const way = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(...way);
  if (length < HEAD + gap) return "";
  const [x, y] = way.map((pixels) => pixels / length);
  // The point that lies so far along the arrow, and so far beside it.
  const at = (along, beside) => [
    rounded(from[0] + along * x - beside * y),
    rounded(from[1] + along * y + beside * x),
  ];
  const end = length - gap;
  const [tip, one, other] = [at(end, 0), at(end - HEAD, 4), at(end - HEAD, -4)];
  return `M${at(0, 0)}L${tip}M${one}L${tip}L${other}`;
}

const rounded = (pixel) => Math.round(10 * pixel) / 10;

/** A mark of the legend, 20 pixels wide. */
export const sample = (...shapes) => {
  const box = { class: "fc-sample", width: 20, height: 16, viewBox: "-10 -8 20 16" };
  return s("svg", { ...box, "aria-hidden": "true" }, ...shapes);
};

/** What the marks of the picture mean, but for those that stand in the title of the risks. */
export function legendOf(t) {
  const fits = [
    s("path", { class: "fc-link", d: "M-7,-4L4,4" }),
    mark("separate", 3, { transform: "translate(-7,-4)" }),
    mark("tied", 3, { transform: "translate(4,4)" }),
  ];
  const means = [
    mark("separate", 4.5, { class: "fc-mark fc-mean", transform: "translate(-6,0)" }),
    mark("tied", 4, { class: "fc-mark fc-mean", transform: "translate(6,0)" }),
  ];
  const entries = [
    [sample(s("path", { class: "fc-cross", d: cross(7) })), t.legend.truth],
    [sample(...means), t.legend.means],
    [sample(...fits), t.legend.fits],
  ];
  return legend(entries);
}
