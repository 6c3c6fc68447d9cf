// Two rows: from each observation to where its value has moved, on one axis.

import { s } from "../common/dom.js";
import { mark, place } from "./marks.js";

const EDGE = 18; // pixels on the left, for the names of the rows
const ROW = 34;
const HEIGHT = 2 * ROW + 20;
const middle = (k) => ROW * k + 16;

function rowOf(k) {
  const parts = {
    moved: s("path", { class: "st-moved" }),
    pooled: mark("pooled"),
    observed: mark("separate"),
  };
  const name = s("text", { class: "st-row", x: 0, y: middle(k) + 4 }, `θ${"₁₂"[k]}`);
  const node = s("g", null, name, ...Object.values(parts));
  function draw(from, to) {
    parts.moved.setAttribute("d", `M${from},${middle(k)}H${to}`);
    place(parts.observed, from, middle(k));
    place(parts.pooled, to, middle(k));
  }
  return { node, draw };
}

/** The rows: `node`, `resize(width)`, and `draw(setting, numbers)`. */
export function rowsOf([low, high]) {
  const rows = [0, 1].map(rowOf);
  const axis = s("g");
  const tied = s("path", { class: "st-tied" });
  const given = { class: "st-rows", "aria-hidden": "true", height: HEIGHT };
  const node = s("svg", given, axis, tied, ...rows.map((row) => row.node));
  let pixel = () => 0;

  function resize(width) {
    pixel = (value) => EDGE + ((width - EDGE - 4) * (value - low)) / (high - low);
    node.setAttribute("width", width);
    const ticks = Array.from({ length: (high - low) / 2 + 1 }, (_, k) => low + 2 * k);
    axis.replaceChildren(
      ...ticks.flatMap((value) => [
        s("path", { class: "st-grid", d: `M${pixel(value)},2V${2 * ROW}` }),
        s(
          "text",
          { class: "st-tick", x: pixel(value), y: 2 * ROW + 14 },
          String(value).replace("-", "−"),
        ),
      ]),
    );
  }
  function draw({ x }, numbers) {
    tied.setAttribute("d", `M${pixel(numbers.tied)},2V${2 * ROW}`);
    rows.forEach((row, k) => row.draw(pixel(x[k]), pixel(numbers.mean[k])));
  }
  return { node, resize, draw };
}
