// The loss at all places of the line, and where the reader is.

import { h, s, setAttributes } from "../common/dom.js";
import { onWidth } from "../common/width.js";

const LEFT = 22; // pixels, as all that follow
const RIGHT = 10;
const TOP = 22;
const FLOOR = 172;
const HEIGHT = FLOOR + 20;

const round = (pixel) => Math.round(pixel * 10) / 10;

/** The picture: `node`, and `draw(setting, numbers)`. `change(place)` is called by the pointer. */
export function curveOf(t, { last, highest }, change, signal) {
  const axes = s("g");
  const before = s("path", { class: "line-curve", "data-kind": "before" });
  const chord = s("path", { class: "line-curve", "data-kind": "line" });
  const now = s("path", { class: "line-curve", "data-kind": "now" });
  const dot = s("circle", { class: "line-dot", r: 6 });
  const title = s("text", { class: "line-name", x: 0, y: 12 }, t.loss);
  const parts = [title, axes, before, chord, now, dot];
  const svg = s("svg", { class: "line-picture", "aria-hidden": "true", height: HEIGHT }, ...parts);
  const node = h("div", { class: "line-box" }, svg);
  let inner = 1;
  let drawn = null;
  const x = (place) => round(LEFT + (place / last) * inner);
  const y = (loss) => round(FLOOR - (Math.min(loss, highest) / highest) * (FLOOR - TOP));
  const path = (losses) => `M${losses.map((loss, k) => `${x(k)},${y(loss)}`).join("L")}`;

  function draw({ place }, numbers) {
    drawn = [{ place }, numbers];
    const { losses } = numbers;
    before.setAttribute("d", path(numbers.before));
    chord.setAttribute("d", `M${x(0)},${y(losses[0])}L${x(last)},${y(losses[last])}`);
    now.setAttribute("d", path(losses));
    setAttributes(dot, { cx: x(place), cy: y(losses[place]) });
  }
  function resize(width) {
    inner = width - LEFT - RIGHT;
    svg.setAttribute("width", width);
    const tick = (side, at, text) =>
      s("text", { class: `line-tick is-${side}`, x: at, y: FLOOR + 16 }, text);
    axes.replaceChildren(
      s("path", { class: "line-axes", d: `M${x(0)},${TOP}V${FLOOR}H${x(last)}` }),
      s("text", { class: "line-tick is-end", x: LEFT - 6, y: FLOOR + 4 }, "0"),
      s("text", { class: "line-tick is-end", x: LEFT - 6, y: TOP + 4 }, `${highest}`),
      tick("start", x(0), t.first),
      tick("end", x(last), t.second),
    );
    if (drawn) draw(...drawn);
  }
  const go = (event) => {
    const share = (event.clientX - svg.getBoundingClientRect().left - LEFT) / inner;
    change(Math.min(last, Math.max(0, Math.round(share * last))));
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    go(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) go(event);
  });
  onWidth(node, resize, signal);
  return { node, draw };
}
