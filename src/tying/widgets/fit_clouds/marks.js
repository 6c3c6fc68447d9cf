// The marks of the picture and of its legend.

import { h, s } from "../common/dom.js";

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

const HEAD = 7; // pixels of an arrow's head

/** The path of an arrow between two pixels; where it is shorter than its head there is none. */
export function arrow([x0, y0], [x1, y1]) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < HEAD) return "";
  const [along, across] = [(HEAD * (x1 - x0)) / length, (HEAD * (y1 - y0)) / length];
  const barb = (side) =>
    [x1 - along - 0.6 * side * across, y1 - across + 0.6 * side * along].map(rounded);
  return `M${rounded(x0)},${rounded(y0)}L${rounded(x1)},${rounded(y1)}M${barb(1)}L${rounded(x1)},${rounded(y1)}L${barb(-1)}`;
}

const rounded = (pixel) => Math.round(10 * pixel) / 10;

/** A mark of the legend, 20 pixels wide. */
export const sample = (...shapes) => {
  const box = { class: "fc-sample", width: 20, height: 16, viewBox: "-10 -8 20 16" };
  return s("svg", { ...box, "aria-hidden": "true" }, ...shapes);
};

/** What the marks of the picture mean. */
export const legendOf = (t) =>
  h(
    "ul",
    { class: "tied-legend" },
    ...[
      [sample(s("path", { class: "fc-cross", d: cross(7) })), t.legend.truth],
      [sample(mark("separate", 4)), t.legend.separate],
      [sample(mark("tied", 4)), t.legend.tied],
      [sample(s("path", { class: "fc-arrow", d: arrow([-9, 0], [8, 0]) })), t.legend.arrow],
      [sample(s("circle", { class: "fc-circle", "data-kind": "separate", r: 6.5 })), t.legend.circle],
    ].map(([shape, text]) => h("li", null, shape, text)),
  );
