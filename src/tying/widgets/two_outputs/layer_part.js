// One layer: its kernels, lines to the two outputs, and in every output by how much it changes.

import { h, s, setAttributes } from "../common/dom.js";
import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { cells, outline, written } from "./cells.js";
import { rowAndColumn } from "./changes.js";

const WEIGHT = 19; // pixels of a weight
const OUTPUT = 29; // pixels of an output
const WIDTH = 220;
const HEIGHT = 120;
const LEFT = 2;

/** Where the kernels of a layer stand, from top to bottom. */
const tops = (count, kernel) => (count === 1 ? [(HEIGHT - kernel) / 2] : [1, HEIGHT - kernel - 1]);

/** The part of `layer`; `choose(values)` is called where the reader presses a weight or output. */
export function layerPart(t, layer, { weights, places, stored }, choose) {
  const shared = layer === "convolution";
  const kernel = weights.length * WEIGHT;
  const origins = tops(shared ? 1 : 2, kernel).map((top) => [LEFT, top]);
  const outputs = [WIDTH - places * OUTPUT - 2, (HEIGHT - places * OUTPUT) / 2];
  const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", dir: "ltr" };
  const svg = s("svg", { ...box, class: "outputs-layer" });
  const numbers = { weights: format(stored[layer]), macs: format(stored.macs) };
  const head = h("p", { class: "outputs-head" }, h("strong", null, t.layers[layer]), " ");
  head.append(h("span", { class: "tied-small" }, fill(t.stored, numbers)));
  const node = h("div", { class: "outputs-part", "data-layer": layer }, head, svg);
  node.dataset.role = shared ? "tied" : "separate";
  let now = { a: 0, b: 1 };

  /** A line from the right edge of a kernel to the left edge of an output. */
  function line([x, y], place) {
    const [i, j] = rowAndColumn(place, places);
    const [fromX, fromY] = [x + kernel, y + kernel / 2];
    const [toX, toY] = [outputs[0] + j * OUTPUT, outputs[1] + (i + 0.5) * OUTPUT];
    return s("path", { d: `M${fromX} ${fromY}L${toX} ${toY}`, class: "outputs-line" });
  }
  /** The nearer one of A and B moves to the output that is pressed. */
  function pick(i, j) {
    const far = (k) => {
      const [row, column] = rowAndColumn(k, places);
      return Math.hypot(row - i, column - j);
    };
    choose({ [far(now.a) <= far(now.b) ? "a" : "b"]: i * places + j });
  }
  /** The kernel from `origin` on; `gets` says whether the change is in it. */
  function drawKernel(origin, gets, { weight, added }) {
    const chosen = (i, j) => i * weights.length + j === weight;
    const look = (value, i, j) => ({
      text: written(value + (gets && chosen(i, j) ? added : 0)),
      name: `is-weight ${gets && chosen(i, j) ? "is-chosen" : ""}`,
    });
    return cells(origin, WEIGHT, weights, look, (i, j) =>
      choose({ weight: i * weights.length + j }),
    );
  }
  function draw(setting, changes) {
    now = setting;
    const look = (value) => ({
      text: value ? written(value, true) : "·",
      name: value ? "is-output is-changed" : "is-output",
    });
    const kernels = origins.map((origin, k) => drawKernel(origin, k === 0, setting));
    const outcome = cells(outputs, OUTPUT, changes, look, pick);
    svg.replaceChildren(
      ...kernels.flatMap(({ boxes, texts }) => [...boxes, ...texts]),
      ...outcome.boxes,
      line(origins[0], setting.a),
      line(origins.at(-1), setting.b),
      ...outcome.texts,
      outline(outputs, OUTPUT, rowAndColumn(setting.b, places), 1, "B"),
      outline(outputs, OUTPUT, rowAndColumn(setting.a, places), 1, "A"),
    );
    const all = changes.flat();
    const n = all.filter(Boolean).length;
    const label = fill(t.layerLabel[layer], { n, all: all.length });
    setAttributes(svg, { "aria-label": label });
  }
  return { node, draw };
}
