// The change of the output at all angles, and where the rotation is now.

import { h, s, setAttributes, setText } from "../common/dom.js";
import { onWidth } from "../common/width.js";
import { stands } from "./rotations.js";

const LEFT = 26; // pixels, as all that follow
const RIGHT = 14;
const TOP = 20;
const FLOOR = 84;
const HEIGHT = FLOOR + 20;

const round = (pixel) => Math.round(pixel * 10) / 10;

/** The picture: `node`, and `draw(setting, numbers)`. */
export function curveOf(t, { step }, signal) {
  const axes = s("g");
  const path = s("path", { class: "orbit-curve" });
  const marks = s("g");
  const here = s("path", { class: "orbit-here" });
  const dot = s("circle", { class: "orbit-dot", r: 5 });
  const title = s("text", { class: "orbit-name", x: 0, y: 12 }, t.change);
  const top = s("text", { class: "orbit-tick is-left", x: LEFT - 6, y: TOP + 4 });
  const parts = [title, axes, top, here, path, marks, dot];
  const svg = s("svg", { class: "orbit-change", "aria-hidden": "true", height: HEIGHT }, ...parts);
  const node = h("div", { class: "orbit-box" }, svg);
  let x = () => 0;
  let drawn = null;

  function draw({ angle }, { change, changes }) {
    drawn = [{ angle }, { change, changes }];
    const most = Math.max(...changes);
    const scale = stands(most) ? 0 : (FLOOR - TOP) / most; // where nothing changes: a line at 0
    const y = (value) => round(FLOOR - scale * value);
    setText(top, stands(most) ? "" : most.toFixed(1));
    const around = [...changes, changes[0]].map((value, k) => `${x(k * step)},${y(value)}`);
    path.setAttribute("d", `M${around.join("L")}`);
    const still = changes.map((value, k) => (stands(value) ? k * step : -1)).filter((k) => k >= 0);
    const places = still.includes(0) ? [...still, 360] : still;
    marks.replaceChildren(
      ...places.map((at) => s("circle", { class: "orbit-still", cx: x(at), cy: FLOOR, r: 4 })),
    );
    here.setAttribute("d", `M${x(angle)},${TOP}V${FLOOR}`);
    setAttributes(dot, { cx: x(angle), cy: y(change) });
  }
  function resize(width) {
    x = (angle) => round(LEFT + (angle / 360) * (width - LEFT - RIGHT));
    svg.setAttribute("width", width);
    const tick = (angle) =>
      s("text", { class: "orbit-tick", x: x(angle), y: FLOOR + 16 }, `${angle}°`);
    axes.replaceChildren(
      s("path", { class: "orbit-axes", d: `M${x(0)},${TOP}V${FLOOR}H${x(360)}` }),
      s("text", { class: "orbit-tick is-left", x: LEFT - 6, y: FLOOR + 4 }, "0"),
      ...[0, 90, 180, 270, 360].map(tick),
    );
    if (drawn) draw(...drawn);
  }
  onWidth(node, resize, signal);
  return { node, draw };
}
