// The two risks as bars: bias² hatched, behind it the variance, and below each bar the theory.

import { h, s, setText, uid } from "../common/dom.js";
import { fill } from "../common/words.js";
import { KINDS, riskOf } from "./fits.js";
import { arrow, mark, place, sample } from "./marks.js";

const TOP = 4;
const ROW = 51; // pixels from one kind to the next
const BARS = { measured: { y: 20, height: 16 }, theory: { y: 38, height: 6 } };
const BOTTOM = TOP + KINDS.length * ROW;
const HEIGHT = BOTTOM + 20;

/** Parallel lines that fill a bias², in the colour of a kind or muted. */
const hatching = (id, kind = null) =>
  s(
    "pattern",
    { id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("rect", { class: "fc-ground", width: 5, height: 5 }),
    s("rect", { class: "fc-hatch", "data-kind": kind, width: 2.5, height: 5 }),
  );

/** One bar, `draw(parts, pixel, most)`: what is beyond the end of the axis is cut off there. */
function barOf(kind, { y, height }, hatch) {
  const bias2 = s("rect", {
    class: "fc-bias2",
    "data-kind": kind,
    y,
    height,
    fill: `url(#${hatch})`,
  });
  const variance = s("rect", { class: "fc-variance", "data-kind": kind, y, height });
  const more = s("path", { class: "fc-more", d: `M-4,${y}l6,${height / 2}l-6,${height / 2}z` });
  function span(rect, from, to, pixel, most) {
    const [start, end] = [from, to].map((value) => pixel(Math.min(value, most)));
    rect.setAttribute("x", start.toFixed(1));
    rect.setAttribute("width", (end - start).toFixed(1));
  }
  function draw(parts, pixel, most) {
    span(bias2, 0, parts.bias2, pixel, most);
    span(variance, parts.bias2, riskOf(parts), pixel, most);
    more.setAttribute("visibility", riskOf(parts) > most ? "visible" : "hidden");
    place(more, pixel(most), 0);
  }
  return { nodes: [bias2, variance, more], draw };
}

/** The row of a kind: words, what was measured, and the theory. */
function rowOf(t, kind, k) {
  const hatch = uid("fc-hatch");
  const bars = Object.values(BARS).map((box) => barOf(kind, box, hatch));
  const text = s("text", { class: "fc-risk", "data-risk": kind, x: 16, y: 13 });
  const sign = mark(kind, 4.5, { transform: "translate(5.5,9)" });
  const parts = [hatching(hatch, kind), sign, text, ...bars.flatMap((bar) => bar.nodes)];
  const node = s("g", { transform: `translate(0,${TOP + k * ROW})` }, ...parts);
  function draw(measured, theory, pixel, most) {
    const risks = [measured, theory].map((one) => riskOf(one).toFixed(2));
    setText(text, fill(t.risks[kind], { measured: risks[0], theory: risks[1] }));
    bars[0].draw(measured, pixel, most);
    bars[1].draw(theory, pixel, most);
  }
  return { node, draw };
}

/** The title, with what the two fillings mean, and which mark of the plane shows the same. */
function titleOf(t) {
  const hatch = uid("fc-hatch");
  const filled = (name, fill) =>
    s("rect", { class: name, x: -9, y: -5, width: 18, height: 10, fill });
  const term = (filling, name, line, mark) =>
    h("span", null, filling, `${name} (${mark}`, line, ")");
  const bias2 = sample(hatching(hatch), filled("fc-bias2", `url(#${hatch})`));
  const way = sample(s("path", { class: "fc-arrow", d: arrow([-9, 0], [8, 0]) }));
  const circle = sample(s("circle", { class: "fc-circle", r: 6.5 }));
  return h(
    "p",
    { class: "fc-title" },
    h("strong", null, `${t.risk} =`),
    term(bias2, t.bias2, way, t.arrow),
    "+",
    term(sample(filled("fc-variance", null)), t.variance, circle, t.circle),
  );
}

/** The bars under their title: `node`, `resize(width)`, and `draw(numbers)`. */
export function barsOf(t, most) {
  const rows = KINDS.map((kind, k) => rowOf(t, kind, k));
  const axis = s("g");
  const given = { class: "fc-bars", "aria-hidden": "true", height: HEIGHT };
  const picture = s("svg", given, axis, ...rows.map((row) => row.node));
  const node = h("div", { class: "fc-risks" }, titleOf(t), picture);
  let pixel = () => 0;

  function resize(width) {
    pixel = (value) => 1 + ((width - 12) * value) / most;
    picture.setAttribute("width", width);
    const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * most);
    axis.replaceChildren(
      ...ticks.flatMap((value) => [
        s("path", { class: "fc-grid", d: `M${pixel(value)},${TOP + 18}V${BOTTOM}` }),
        s(
          "text",
          { class: value ? "fc-tick" : "fc-tick is-first", x: pixel(value), y: BOTTOM + 14 },
          value,
        ),
      ]),
    );
  }
  const draw = (numbers) =>
    KINDS.forEach((kind, k) => rows[k].draw(numbers[kind], numbers.theory[kind], pixel, most));
  return { node, resize, draw };
}
