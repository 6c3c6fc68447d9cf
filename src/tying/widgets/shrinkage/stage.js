// The rows: a handle for each value, and the arrow from its estimate to where it is moved.

import { h, s, setAttributes, setText } from "../common/dom.js";
import { fill } from "../common/words.js";
import { stepOf, ticks } from "./axis.js";
import { COUNT } from "./james_stein.js";
import { placed, short } from "./numbers.js";
import { behindRow, pictureInWords, valueInWords } from "./sentences.js";

const ROW = 26; // height of a row in pixels
const HEAD = 22; // above the rows
const FOOT = 26; // the axis
const NAME = 14; // room for the name of a row
const BEHIND = 56; // and behind it
const HANDLE = 26; // width of a handle; widget.css has it too
const MARK = 6; // from the middle of a mark to its edge
const NARROW = 420;

const CIRCLE = "M-6.5,0a6.5,6.5 0 1,0 13,0a6.5,6.5 0 1,0 -13,0z";
const DIAMOND = "M0,-6l6,6l-6,6l-6,-6z";
const CROSS = "M-8,0H8M0,-8V8";

const HEIGHT = HEAD + COUNT * ROW + FOOT;
const middle = (k) => HEAD + (k + 0.5) * ROW;

/** Pixels of a value; what lies beyond the axis is drawn at its end. */
function scale({ low, high }, width) {
  const left = NAME + HANDLE / 2;
  const right = width - BEHIND - HANDLE / 2;
  const pixel = (x) => left + ((x - low) / (high - low)) * (right - left);
  return { left, right, pixel: (x) => Math.min(right + 6, Math.max(left - 6, pixel(x))) };
}

/** An arrow along a row, behind the marks; it has a head where there is room for one. */
export function arrow(from, to) {
  const shaft = `M${from},0H${to}`;
  const sign = Math.sign(to - from);
  const end = to - sign * MARK;
  if ((end - from) * sign < 2 * MARK) return shaft;
  return `${shaft}M${end - sign * 5},-4L${end},0L${end - sign * 5},4`;
}

/** The marks of one row. */
function rowOf(k) {
  const name = s("text", { x: 0, y: 4, class: "shrinkage-name" }, String(k + 1));
  const way = s("path", { class: "shrinkage-way" });
  const shaft = s("path", { class: "shrinkage-arrow" });
  const truth = s("path", { d: CROSS, class: "shrinkage-truth" });
  const estimate = s("path", { d: CIRCLE, "data-role": "separate", class: "shrinkage-estimate" });
  const pooled = s("path", { d: DIAMOND, "data-role": "pooled" });
  const behind = s("text", { y: 4, "text-anchor": "end" });
  const parts = [name, way, shaft, estimate, pooled, truth, behind];
  const node = s("g", { transform: `translate(0,${middle(k)})`, "data-row": k }, ...parts);
  const place = (mark, x) => mark.setAttribute("transform", `translate(${x},0)`);
  function draw(t, shown, axis, { pixel }, width) {
    const { setting, moved } = shown;
    const [from, to] = [moved.estimates[k], moved.pooled[k]].map(pixel);
    const text = behindRow(t, shown, k, axis);
    way.setAttribute("d", `M${from},0H${pixel(moved.mean)}`);
    shaft.setAttribute("d", arrow(from, to));
    place(estimate, from);
    place(pooled, to);
    place(truth, pixel(setting.values[k]));
    truth.style.display = setting.errors ? "" : "none";
    behind.setAttribute("x", width);
    behind.classList.toggle("is-lost", text.endsWith("▲"));
    setText(behind, text);
  }
  return { node, draw };
}

/** The handle of a value: a slider along its row, of which only the focus is seen. */
function handleOf(k, move) {
  const input = h("input", {
    type: "range",
    class: "shrinkage-handle",
    oninput: () => move(k, +input.value),
  });
  input.style.insetBlockStart = `${middle(k) - ROW / 2}px`;
  function draw(t, shown, axis) {
    const { setting } = shown;
    setAttributes(input, {
      min: axis.low,
      max: axis.high,
      step: stepOf(axis),
      "aria-label": fill(setting.errors ? t.truth : t.value, { k: k + 1 }),
      "aria-valuetext": valueInWords(t, shown, k),
    });
    input.value = setting.values[k];
  }
  return { input, draw };
}

/** What lies behind the rows: the axis, the mean, and a band of one standard deviation. */
function ground() {
  const band = s("rect", { class: "shrinkage-band", y: HEAD, height: COUNT * ROW });
  const grid = s("path", { class: "shrinkage-grid" });
  const mean = s("path", { class: "shrinkage-mean" });
  const meanText = s("text", { y: 14, "text-anchor": "middle" });
  const column = s("text", { y: 14, "text-anchor": "end", class: "shrinkage-name" });
  const numbers = s("g", { class: "shrinkage-name" });
  const foot = HEAD + COUNT * ROW;
  function draw(t, { setting, moved, tally }, axis, { left, right, pixel }, width) {
    const deviation = Math.sqrt(setting.noise);
    const [from, to] = [moved.mean - deviation, moved.mean + deviation].map(pixel);
    const places = ticks(axis, width < NARROW ? 2 : 1);
    const x = pixel(moved.mean);
    setAttributes(band, { x: from, width: to - from });
    grid.setAttribute(
      "d",
      `M${left},${foot}H${right}${places.map((one) => `M${pixel(one)},${foot}v5`).join("")}`,
    );
    mean.setAttribute("d", `M${x},${HEAD - 4}V${foot}`);
    meanText.setAttribute("x", Math.min(right - 34, Math.max(left + 20, x)));
    setText(meanText, fill(t.mean, { mean: placed(moved.mean, axis) }));
    column.setAttribute("x", width);
    setText(column, tally ? t.column.ratio : t.column.moved);
    const number = (one) =>
      s("text", { x: pixel(one), y: foot + 18, "text-anchor": "middle" }, short(one));
    numbers.replaceChildren(...places.map(number));
  }
  return { nodes: [band, grid, mean, meanText, column, numbers], draw };
}

/** The picture: `move(k, value)` is called while a value is moved; `draw(shown, axis, width)`. */
export function stage(t, move) {
  const behind = ground();
  const rows = Array.from({ length: COUNT }, (_, k) => rowOf(k));
  const handles = Array.from({ length: COUNT }, (_, k) => handleOf(k, move));
  const cue = s("text", { class: "shrinkage-cue", y: middle(COUNT - 1) + 4 }, t.cue);
  const svg = s(
    "svg",
    { role: "img", height: HEIGHT },
    ...behind.nodes,
    ...rows.map(({ node }) => node),
    cue,
  );
  const inputs = handles.map(({ input }) => input);
  const node = h("div", { class: "shrinkage-stage", dir: "ltr" }, svg, ...inputs);
  function draw(shown, axis, width) {
    const scaled = scale(axis, width);
    const sizes = { width, viewBox: `0 0 ${width} ${HEIGHT}` };
    setAttributes(svg, { ...sizes, "aria-label": pictureInWords(t, shown, axis) });
    behind.draw(t, shown, axis, scaled, width);
    for (const row of rows) row.draw(t, shown, axis, scaled, width);
    for (const handle of handles) handle.draw(t, shown, axis);
    cue.setAttribute("x", scaled.pixel(shown.setting.values.at(-1)) + 12);
    cue.style.display = shown.touched || shown.tally ? "none" : "";
  }
  return { node, draw };
}
