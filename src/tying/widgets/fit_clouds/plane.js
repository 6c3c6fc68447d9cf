// The plane of the two weights: fits as dots, and of each kind the mean, the bias and the spread.

import { s } from "../common/dom.js";
import { KINDS, fitsOf, radiusOf, truthOf } from "./fits.js";
import { arrow, cross, mark, place } from "./marks.js";

const EDGE = 24; // pixels left of and below the plane, for its axes
const TOP = 10; // pixels above the plane, for the name of the line: there it covers no dot
const DOT = 3;
const GRASP = 22; // radius of what can be grasped of the truth
const MEAN = { separate: 4.5, tied: 4 };

/** Where the two weights of a point are, in pixels. */
function scaleOf(side, reach) {
  const unit = side / (2 * reach);
  const pixel = ([x, y]) => [EDGE + (x + reach) * unit, TOP + (reach - y) * unit];
  const point = (px, py) => [(px - EDGE) / unit - reach, reach - (py - TOP) / unit];
  return { unit, pixel, point };
}

/** The h whose truth is nearest to a point, as a step of the slider. */
export function nearest([x, y], [least, most, step]) {
  const h = Math.round((x - y) / 2 / step) * step;
  return Math.min(most, Math.max(least, +h.toFixed(6)));
}

/** Keep one dot of a kind for each of the points. */
function scatter(group, kind, points, pixel) {
  while (group.childElementCount > points.length) group.lastChild.remove();
  while (group.childElementCount < points.length) group.append(mark(kind, DOT));
  points.forEach((point, k) => place(group.children[k], ...pixel(point)));
}

/** Mean, arrow and circle of one kind: nodes to stack, and `draw(truth, numbers, scale)`. */
function centre(kind) {
  const circle = s("circle", { class: "fc-circle", "data-kind": kind });
  const shaft = s("path", { class: "fc-arrow", "data-kind": kind });
  const mean = mark(kind, MEAN[kind], { class: "fc-mark fc-mean" });
  function draw(truth, numbers, { unit, pixel }) {
    const at = pixel(numbers.mean);
    circle.setAttribute("r", (unit * radiusOf(numbers)).toFixed(1));
    place(circle, ...at);
    place(mean, ...at);
    shaft.setAttribute("d", arrow(pixel(truth), at, MEAN[kind]));
  }
  return { circle, shaft, mean, draw };
}

/** The axes, the diagonal of equal weights, and the way of the truth. */
function background(t, side, { pixel }, reach, most) {
  const line = (from, to) => `M${pixel(from)}L${pixel(to)}`;
  const ticks = [-3, -2, -1, 0, 1, 2, 3].filter((value) => Math.abs(value) < reach);
  const [right, bottom] = [EDGE + side, TOP + side];
  const text = (words, attributes) => s("text", attributes, words);
  const tick = (value, attributes) => text(String(value).replace("-", "−"), attributes);
  return [
    s("rect", { class: "fc-plane", x: EDGE, y: TOP, width: side, height: side }),
    s("path", { class: "fc-diagonal", d: line([-reach, -reach], [reach, reach]) }),
    s("path", { class: "fc-track", d: line(truthOf(0), truthOf(most)) }),
    text(t.diagonal, { class: "fc-along", x: right, y: TOP - 3 }),
    ...ticks.flatMap((value) => [
      tick(value, { class: "fc-tick", x: pixel([value, 0])[0], y: bottom + 12 }),
      tick(value, { class: "fc-tick is-left", x: EDGE - 5, y: pixel([0, value])[1] + 4 }),
    ]),
    text(t.axes[0], { class: "fc-axis", x: EDGE + side / 2, y: bottom + EDGE }),
    text(t.axes[1], { class: "fc-axis", transform: `translate(8,${TOP + side / 2}) rotate(-90)` }),
  ];
}

/** Let the truth be dragged: `change(h)` is called while it moves. */
function draggable(handle, node, pointOf, limits, change) {
  const moved = (event) => {
    const box = node.getBoundingClientRect();
    change(nearest(pointOf(event.clientX - box.left, event.clientY - box.top), limits));
  };
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) moved(event);
  });
}

/**
 * The picture: `resize(width)`, and `draw(setting, noise, numbers, label)` with the numbers of
 * this setting and the picture in words. `change(h)` is called when the truth is dragged.
 */
export function planeOf(t, { reach, limits }, change) {
  const back = s("g", { "aria-hidden": "true" });
  const dots = Object.fromEntries(KINDS.map((kind) => [kind, s("g", { class: "fc-dots" })]));
  const link = s("path", { class: "fc-link" });
  const centres = Object.fromEntries(KINDS.map((kind) => [kind, centre(kind)]));
  const sign = s(
    "g",
    null,
    s("path", { class: "fc-halo", d: cross(7) }),
    s("path", { class: "fc-cross", d: cross(7) }),
  );
  const handle = s(
    "g",
    { class: "fc-truth" },
    s("circle", { r: GRASP }),
    s("text", { x: 9, y: -6 }, t.truth),
  );
  const all = KINDS.map((kind) => centres[kind]);
  const inside = s(
    "svg",
    { class: "fc-inside", x: EDGE, y: TOP },
    ...KINDS.map((kind) => dots[kind]),
    link,
    ...all.map((one) => one.circle),
    ...all.map((one) => one.shaft),
    ...all.map((one) => one.mean),
    sign,
    handle,
  );
  const node = s("svg", { class: "fc-picture", role: "img" }, back, inside);
  let scale = scaleOf(1, reach);
  draggable(handle, node, (x, y) => scale.point(x, y), limits, change);

  function resize(width) {
    const side = width - EDGE;
    const height = TOP + side + EDGE + 4;
    scale = scaleOf(side, reach);
    for (const [name, value] of Object.entries({ width, height })) node.setAttribute(name, value);
    inside.setAttribute("viewBox", `${EDGE} ${TOP} ${side} ${side}`);
    inside.setAttribute("width", side);
    inside.setAttribute("height", side);
    back.replaceChildren(...background(t, side, scale, reach, limits[1]));
  }
  function draw(setting, noise, numbers, label) {
    const truth = truthOf(setting.h);
    const fits = fitsOf(setting, noise);
    for (const kind of KINDS) {
      scatter(dots[kind], kind, fits[kind], scale.pixel);
      centres[kind].draw(truth, numbers[kind], scale);
    }
    const [from, to] = KINDS.map((kind) => scale.pixel(fits[kind][setting.sets - 1]));
    link.setAttribute("d", `M${from}L${to}`);
    for (const each of [sign, handle]) place(each, ...scale.pixel(truth));
    node.setAttribute("aria-label", label);
  }
  return { node, resize, draw };
}
