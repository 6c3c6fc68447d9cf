// The landscape of one pair of tasks, with a dot for each start.

import { h, s } from "../common/dom.js";
import { goodEnds, heightsOf, WAYS } from "./descent.js";

const REACH = 5; // the plane is shown from -REACH to REACH
const GRID = 64; // places of the landscape in each direction
const EDGE = 20; // pixels left of and below the plane
const DARKEST = 150; // of 255, where the loss is largest
const SHAPES = { good: "M0,-4l4,4l-4,4l-4,-4z", bad: "M-3,-3l6,6M3,-3l-6,6" };

/**
 * The parts of red, green and blue of the text's colour; black as long as the node is on no page,
 * as in JupyterLab at first: it is drawn again when it gets a width.
 */
const inkOf = (node) =>
  (globalThis.getComputedStyle(node).color.match(/\d+/g) ?? [0, 0, 0]).slice(0, 3).map(Number);

function shade(canvas, heights) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(GRID, GRID);
  const ink = inkOf(canvas);
  heights.forEach((height, k) => {
    image.data.set([...ink, Math.round(DARKEST * height)], 4 * k);
  });
  context.putImageData(image, 0, 0);
}

/** Axes, the diagonal, and a ring around the best single value. */
function background(side, pixel, best) {
  const [cx, cy] = pixel(best, best);
  const ring = (part, r) => s("circle", { class: `sl-ring is-${part}`, cx, cy, r });
  const text = (value, attributes) => s("text", attributes, String(value).replace("-", "−"));
  return [
    s("path", { class: "sl-diagonal", d: `M${EDGE},${side}L${EDGE + side},0` }),
    text("θ₁", { class: "sl-tick is-left", x: EDGE + side, y: side + 13 }),
    text("θ₂", { class: "sl-tick is-left", x: EDGE - 4, y: 9 }),
    ring("halo", 8),
    ring("line", 7),
    ...[-3, 0, 3].flatMap((value) => [
      text(value, { class: "sl-tick", x: pixel(value, 0)[0], y: side + 13 }),
      text(value, { class: "sl-tick is-left", x: EDGE - 4, y: pixel(0, value)[1] + 4 }),
    ]),
  ];
}

/**
 * The panel of a pair: `node`, `resize(width)`, and `draw(setting, path, frame, words)`, where
 * frame 0 is the start.
 */
export function panelOf(name, pair, starts, near) {
  const canvas = h("canvas", { width: GRID, height: GRID, "aria-hidden": "true" });
  const back = s("g");
  const dots = s("g");
  const plane = s("svg", { role: "img" }, back, dots);
  const title = h("p", { class: "sl-title" });
  const node = h("div", { class: "sl-panel" }, title, h("div", null, canvas, plane));
  const marks = starts[0].map(() => s("path", { class: "sl-dot" }));
  dots.append(...marks);
  let pixel = () => [0, 0];

  function resize(width) {
    const side = Math.max(60, width - EDGE);
    const unit = side / (2 * REACH);
    pixel = (x, y) => [EDGE + (x + REACH) * unit, (REACH - y) * unit];
    plane.setAttribute("width", width);
    plane.setAttribute("height", side + EDGE);
    canvas.style.width = `${side}px`;
    canvas.style.height = `${side}px`;
    canvas.style.marginInlineStart = `${EDGE}px`;
    back.replaceChildren(...background(side, pixel, pair.best));
  }
  function draw({ way }, path, frame, words) {
    const share = frame / path.length;
    shade(canvas, heightsOf(pair, WAYS[way](share), GRID, REACH));
    const [a, b] = frame ? path[frame - 1] : starts;
    const good = goodEnds(pair, path, near);
    marks.forEach((mark, k) => {
      const [x, y] = pixel(a[k], b[k]);
      mark.setAttribute("d", SHAPES[good[k] ? "good" : "bad"]);
      mark.dataset.end = good[k] ? "good" : "bad";
      mark.setAttribute("transform", `translate(${x.toFixed(1)},${y.toFixed(1)})`);
    });
    title.textContent = words.title;
    plane.setAttribute("aria-label", words.label);
  }
  return { node, name, resize, draw };
}
