// The plane of the two values: observations, the ellipse of the posterior, and the diagonal.

import { s } from "../common/dom.js";
import { mark, place } from "./marks.js";
import { ellipseOf } from "./posterior.js";

const EDGE = 26; // pixels left of and below the plane, for its axes
const TOP = 14; // pixels above the plane
const THINNEST = 1; // pixels: an ellipse of no width is not drawn
const GRASP = 22; // radius of what can be grasped of the observations

/** Where a pair of values is, in pixels, and back. */
export function scaleOf(side, [low, high]) {
  const unit = side / (high - low);
  return {
    unit,
    pixel: ([x, y]) => [EDGE + (x - low) * unit, TOP + (high - y) * unit],
    point: (px, py) => [(px - EDGE) / unit + low, high - (py - TOP) / unit],
  };
}

/** The pair of values on the steps of the sliders that is nearest to a point. */
export const nearest = (point, [least, most, step]) =>
  point.map((value) => {
    const stepped = Math.round(value / step) * step;
    return +Math.min(most, Math.max(least, stepped)).toFixed(6);
  });

/** The axes, and the diagonal of equal values. */
function background(t, side, { pixel }, [low, high]) {
  const [right, bottom] = [EDGE + side, TOP + side];
  const text = (words, attributes) => s("text", attributes, words);
  const ticks = Array.from({ length: (high - low) / 2 + 1 }, (_, k) => low + 2 * k);
  const tick = (value, attributes) => text(String(value).replace("-", "−"), attributes);
  return [
    s("rect", { class: "st-plane", x: EDGE, y: TOP, width: side, height: side }),
    s("path", { class: "st-diagonal", d: `M${pixel([low, low])}L${pixel([high, high])}` }),
    text(t.diagonal, { class: "st-tick is-right", x: right, y: TOP - 3 }),
    ...ticks.flatMap((value) => [
      tick(value, { class: "st-tick", x: pixel([value, 0])[0], y: bottom + 12 }),
      tick(value, { class: "st-tick is-right", x: EDGE - 5, y: pixel([0, value])[1] + 4 }),
    ]),
    text(t.axes[0], { class: "st-tick", x: EDGE + side / 2, y: bottom + EDGE - 1 }),
    text(t.axes[1], { class: "st-tick", transform: `translate(9,${TOP + side / 2}) rotate(-90)` }),
  ];
}

/** Let the observations be dragged: `change(x)` is called while they move. */
function draggable(handle, node, pointOf, change) {
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const box = node.getBoundingClientRect();
    change(pointOf(event.clientX - box.left, event.clientY - box.top));
  });
}

/** Draw the ellipse of a covariance around a point, one standard deviation wide. */
function drawEllipse(node, at, covariance, { unit, pixel }) {
  const { axes, turn } = ellipseOf(covariance);
  const [x, y] = pixel(at);
  axes.forEach((axis, k) =>
    node.setAttribute(k ? "ry" : "rx", Math.max(THINNEST, axis * unit).toFixed(2)),
  );
  node.setAttribute("transform", `translate(${x.toFixed(2)},${y.toFixed(2)}) rotate(${-turn})`);
}

/** The things inside the plane, in the order in which they lie on each other. */
function contentsOf(t) {
  const handle = s("g", { class: "st-handle" }, s("circle", { r: GRASP }));
  return {
    data: s("ellipse", { class: "st-data" }),
    posterior: s("ellipse", { class: "st-posterior" }),
    way: s("path", { class: "st-way" }),
    moved: s("path", { class: "st-moved" }),
    tied: mark("tied"),
    pooled: mark("pooled"),
    observed: mark("separate"),
    name: s("text", { class: "st-name" }, t.drag),
    handle,
  };
}

/**
 * The picture: `resize(width)`, and `draw(setting, numbers, label)` with the numbers of this
 * setting and the picture in words. `change(x)` is called when the observations are dragged.
 */
export function planeOf(t, { plane, limits }, change) {
  const back = s("g", { "aria-hidden": "true" });
  const parts = contentsOf(t);
  const inside = s("svg", { class: "st-inside", x: EDGE, y: TOP }, ...Object.values(parts));
  const node = s("svg", { class: "st-picture", role: "img" }, back, inside);
  let scale = scaleOf(1, plane);
  draggable(parts.handle, node, (x, y) => nearest(scale.point(x, y), limits), change);

  function resize(width) {
    const side = width - EDGE;
    scale = scaleOf(side, plane);
    node.setAttribute("width", width);
    node.setAttribute("height", TOP + side + EDGE + 4);
    inside.setAttribute("viewBox", `${EDGE} ${TOP} ${side} ${side}`);
    inside.setAttribute("width", side);
    inside.setAttribute("height", side);
    back.replaceChildren(...background(t, side, scale, plane));
  }
  function draw({ x, v }, { mean, covariance, tied }, label) {
    const from = scale.pixel(x);
    const to = scale.pixel([tied, tied]);
    const at = scale.pixel(mean);
    drawEllipse(parts.data, x, [[v[0], 0], [0, v[1]]], scale); // prettier-ignore
    drawEllipse(parts.posterior, mean, covariance, scale);
    parts.way.setAttribute("d", `M${from}L${to}`);
    parts.moved.setAttribute("d", `M${from}L${at}`);
    place(parts.tied, ...to);
    place(parts.pooled, ...at);
    for (const one of [parts.observed, parts.handle]) place(one, ...from);
    place(parts.name, from[0] + 10, from[1] - 9);
    node.setAttribute("aria-label", label);
  }
  return { node, resize, draw };
}
