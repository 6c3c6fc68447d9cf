// The two planes: the code, which the reader turns by its knob, and the output.

import { h, s, setAttributes } from "../common/dom.js";
import { onWidth } from "../common/width.js";
import { codes, nearest, outputs, sums, turned } from "./rotations.js";

const TOP = 20; // pixels above a plane, for its name
const RING = 0.92; // radius of the knob's way, as a share of the reach

const round = (pixel) => Math.round(pixel * 10) / 10;

/** Where points of a plane are, in pixels. */
const pixelOf = (side, reach) => {
  const unit = side / (2 * reach);
  return ([x, y]) => [round((x + reach) * unit), round(TOP + (reach - y) * unit)];
};

const outline = (points, pixel) => `M${points.map((point) => pixel(point).join()).join("L")}z`;

/** A plane with its name: nodes, `resize(side)`, and `pixel` of a point. */
function plane(name, lines, reach, more = []) {
  const frame = s("rect", { class: "orbit-plane", x: 0.5, y: TOP + 0.5 });
  const axes = s("path", { class: "orbit-axes" });
  const title = s("text", { class: "orbit-name", x: 0, y: 13 }, name);
  const inside = s("svg", { class: "orbit-inside", y: TOP }, ...lines, ...more);
  const node = s("svg", { class: "orbit-picture", role: "img" }, title, frame, axes, inside);
  let pixel = pixelOf(1, reach);
  function resize(side) {
    const middle = side / 2;
    pixel = pixelOf(side, reach);
    setAttributes(node, { width: side, height: side + TOP });
    setAttributes(frame, { width: side - 1, height: side - 1 });
    axes.setAttribute("d", `M0,${TOP + middle}H${side}M${middle},${TOP}V${TOP + side}`);
    setAttributes(inside, { width: side, height: side, viewBox: `0 ${TOP} ${side} ${side}` });
  }
  return { node, resize, pixel: (point) => pixel(point) };
}

const line = (kind) => s("path", { class: "orbit-line", "data-kind": kind });

/** The direction of the pointer from the middle of the plane, in degrees, counter-clockwise. */
function direction(event, node) {
  const box = node.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + TOP + (box.height - TOP) / 2];
  return (Math.atan2(y - event.clientY, event.clientX - x) * 180) / Math.PI;
}

/** Let the plane be turned: `change(angle)` is called while the pointer moves around its middle. */
function turnable(node, step, change) {
  const turn = (event) => change(nearest(direction(event, node), step));
  node.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    turn(event);
  });
  node.addEventListener("pointermove", (event) => {
    if (node.hasPointerCapture(event.pointerId)) turn(event);
  });
}

/** Both planes: `node`, and `draw(setting, label)`. `change(angle)` is called by dragging. */
export function planesOf(t, { matrix, points, reach, step, compare }, change, signal) {
  const ring = s("circle", { class: "orbit-ring" });
  const knob = s("circle", { class: "orbit-knob", r: 9 });
  const code = { before: line("before"), turned: line("turned"), now: line("now") };
  const output = { before: line("before"), now: line("now") };
  if (!compare) code.turned.setAttribute("visibility", "hidden");
  const left = plane(t.planes.code, Object.values(code), reach, [ring, knob]);
  const right = plane(t.planes.output, Object.values(output), reach);
  const node = h("div", { class: "orbit-planes" }, left.node, right.node);
  left.node.classList.add("is-turnable");
  turnable(left.node, step, change);
  let drawn = null;

  function draw(setting, label) {
    const { angle, activation } = setting;
    const W = turned(setting, matrix);
    const set = (path, { pixel }, all) => path.setAttribute("d", outline(all, pixel));
    drawn = [setting, label];
    set(code.before, left, codes(matrix, points, activation));
    set(code.turned, left, sums(W, points));
    set(code.now, left, codes(W, points, activation));
    set(output.before, right, outputs(matrix, points, activation));
    set(output.now, right, outputs(W, points, activation));
    const radians = (angle * Math.PI) / 180;
    const far = RING * reach;
    const [cx, cy] = left.pixel([far * Math.cos(radians), far * Math.sin(radians)]);
    setAttributes(knob, { cx, cy });
    left.node.setAttribute("aria-label", label.code);
    right.node.setAttribute("aria-label", label.output);
  }
  onWidth(
    node,
    (width) => {
      const side = Math.min(270, Math.floor((width - 12) / 2));
      for (const one of [left, right]) one.resize(side);
      const [cx, cy] = left.pixel([0, 0]);
      setAttributes(ring, { cx, cy, r: round((RING * side) / 2) });
      if (drawn) draw(...drawn);
    },
    signal,
  );
  return { node, draw };
}
