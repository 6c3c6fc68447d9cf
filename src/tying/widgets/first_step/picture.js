// The curve with the start that the reader drags, and below it the steps as arrows.

import { h, s, setAttributes } from "../common/dom.js";
import { onWidth } from "../common/width.js";
import { rowTexts } from "./sentences.js";
import { loss, moves, RATES } from "./steps.js";

const MOST = 85; // the loss at the upper end
const TOP = 8; // pixels, as all that follow
const FLOOR = 178;
const LEFT = 40; // the axis; the start may lie on it, and covers no label there
const WORDS_LEFT = 30; // further left than the axis: the longest words need all of a phone
const ROW = 38; // from one arrow to the next
const FIRST_ROW = FLOOR + 52;
const HEIGHT = FIRST_ROW + 2 * ROW + 20;
const POINTS = 80;

const round = (pixel) => Math.round(pixel * 10) / 10;

/** Pixels of the axes in a picture that is `width` wide. */
export function scales([least, most], width) {
  const right = width - 12;
  const perUnit = (right - LEFT) / (most - least);
  return {
    x: (theta) => round(LEFT + (theta - least) * perUnit),
    y: (value) => round(FLOOR - (value / MOST) * (FLOOR - TOP)),
    theta: (pixel) => least + (pixel - LEFT) / perUnit,
    right,
  };
}

/** A shaft from x to x, and a head at its end that is no longer than the arrow. */
export function arrow(from, to, y, wide) {
  const length = Math.abs(to - from);
  const head = Math.min(wide ? 10 : 5, length) * Math.sign(to - from);
  const half = wide ? 6 : 3;
  return {
    shaft: `M${from},${y}H${round(to - head)}`,
    head: length ? `M${round(to)},${y}l${-head},${-half}v${2 * half}z` : "",
  };
}

const text = (x, y, words, attributes) => s("text", { x, y, ...attributes }, words);

function axes(t, limits, { x, y, right }) {
  const ticks = [];
  for (let theta = Math.ceil(limits[0]); theta <= limits[1]; theta += 2) ticks.push(theta);
  const bottom = HEIGHT - 4;
  const grid = ticks.map((theta) => `M${x(theta)},${TOP}V${FLOOR}`);
  return [
    s("path", { class: "fs-grid", d: `${grid.join("")}M${LEFT},${FLOOR}H${right}` }),
    ...ticks.map((theta) =>
      text(x(theta), FLOOR + 15, String(theta).replace("-", "−"), { "text-anchor": "middle" }),
    ),
    ...[0, 40, 80].map((value) => text(LEFT - 13, y(value) + 4, value, { "text-anchor": "end" })),
    text(LEFT + 15, TOP + 6, t.loss),
    text(right, FLOOR - 6, "θ", { "text-anchor": "end" }),
    s("path", { class: "fs-edge", d: `M${LEFT},${bottom}H${right}` }),
  ];
}

const square = (x, y) => `M${x - 5},${y - 5}h10v10h-10z`;
const cross = (x, y) => `M${x - 6},${y - 6}l12,12m0,-12l-12,12`;

function curve(limits, { x, y }, start, steps) {
  const width = (limits[1] - limits[0]) / POINTS;
  const places = Array.from({ length: POINTS + 1 }, (_, k) => limits[0] + k * width);
  const at = (theta) => [x(theta), y(loss(theta))];
  const [tied, alias] = [steps.tied, steps.alias[0] + steps.alias[1]].map((step) => start + step);
  const [left, top] = at(start);
  const beside = [0, 1, 2].map((k) => FIRST_ROW + k * ROW); // the arrows, and not the words above
  const guide = beside.map((y) => `M${left},${y - 5}v19`);
  return [
    s("path", { class: "fs-curve", d: `M${places.map((theta) => at(theta).join()).join("L")}` }),
    s("path", { class: "fs-guide", d: `M${left},${top}V${FLOOR}${guide.join("")}` }),
    s("path", { class: "fs-end", "data-role": "tied", d: square(...at(tied)) }),
    s("circle", { class: "fs-start", cx: left, cy: top, r: 10 }),
    s("path", { class: "fs-end", "data-role": "alias", d: cross(...at(alias)) }),
  ];
}

/** A step as a thick arrow, the pull of its gradient as a thin one below, and words above. */
function row({ x }, { who, gradient, from, step }, words, y) {
  const thick = arrow(x(from), x(from + step), y, true);
  const thin = arrow(x(from), x(from - RATES.SGD * gradient), y + 9, false);
  const paths = [
    ["fs-pull", thin.shaft + thin.head],
    ["fs-step", thick.shaft],
    ["fs-head", thick.head],
  ];
  return s(
    "g",
    { "data-role": who, "data-step": step.toFixed(4) },
    text(WORDS_LEFT, y - 10, words, { class: "fs-words" }),
    ...paths.map(([name, d]) => s("path", { class: name, d })),
    s("circle", { class: "fs-origin", cx: x(from), cy: y, r: 3 }),
  );
}

/** The picture; `drag(theta)` is called while the reader drags. `draw(setting, steps, label)`. */
export function picture(t, limits, drag, signal) {
  const svg = s("svg", { class: "fs-picture", dir: "ltr", role: "img", height: HEIGHT });
  const node = h("div", { class: "fs-box" }, svg);
  let drawn = null;
  let scale = null;

  const press = (event) => drag(scale.theta(event.clientX - svg.getBoundingClientRect().left));
  svg.addEventListener("pointerdown", (event) => {
    if (event.button || !scale) return;
    event.preventDefault(); // no selection of text; the slider gets the focus
    svg.setPointerCapture(event.pointerId);
    press(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) press(event);
  });

  function paint() {
    if (!drawn || !scale) return;
    const [{ start }, steps] = drawn;
    const words = rowTexts(t, start, steps);
    svg.replaceChildren(
      ...axes(t, limits, scale),
      ...curve(limits, scale, start, steps),
      ...moves(start, steps).map((move, k) => row(scale, move, words[k], FIRST_ROW + k * ROW)),
    );
  }
  function draw(setting, steps, label) {
    drawn = [setting, steps];
    svg.setAttribute("aria-label", label);
    paint();
  }
  function resize(width) {
    scale = scales(limits, width);
    setAttributes(svg, { width, viewBox: `0 0 ${width} ${HEIGHT}` });
    paint();
  }
  onWidth(node, resize, signal);
  return { node, draw };
}
