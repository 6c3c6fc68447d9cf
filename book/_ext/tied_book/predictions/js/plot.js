// The picture of a question that is dragged: axes, the reader's line, and the line that came out.
import { svg } from "./dom.js";

const [WIDTH, HEIGHT] = [320, 190];
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 16, 12, 24];
const TICKS = 3;

/** Where the values of a table lie in the picture. */
function scales({ points, bottom, top }) {
  const numbers = points.map((point) => Number(point.label.replace("−", "-")));
  const spread = Math.max(...numbers) - Math.min(...numbers);
  const evenly = !(spread > 0); // also for words, whose numbers are NaN
  const inner = WIDTH - LEFT - RIGHT;
  const share = (index) => {
    if (points.length === 1) return 0.5;
    return evenly ? index / (points.length - 1) : (numbers[index] - Math.min(...numbers)) / spread;
  };
  const height = HEIGHT - TOP - BOTTOM;
  return {
    x: (index) => LEFT + inner * share(index),
    y: (value) => TOP + height * (1 - (value - bottom) / (top - bottom)),
    value: (y) => {
      const part = 1 - (y - TOP) / height;
      return bottom + Math.min(1, Math.max(0, part)) * (top - bottom);
    },
  };
}

function axes(settings, scale) {
  const { points, bottom, top } = settings;
  const group = svg("g", { class: "plot-axes" });
  for (let tick = 0; tick < TICKS; tick += 1) {
    const value = bottom + ((top - bottom) * tick) / (TICKS - 1);
    const y = scale.y(value);
    const text = Number(value.toPrecision(4)).toLocaleString("en");
    group.append(
      svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y }),
      svg("text", { x: LEFT - 6, y: y + 4, "text-anchor": "end" }, text),
    );
  }
  points.forEach((point, index) => {
    const place = { x: scale.x(index), y: HEIGHT - 7, "text-anchor": "middle" };
    group.append(svg("text", place, point.label));
  });
  return group;
}

const diamond = (x, y) => svg("path", { d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z` });
const path = (places) => svg("polyline", { points: places.map((one) => one.join()).join(" ") });

/** Let a pointer move the open point that is nearest to it; a finger has to touch the point. */
function listen(element, settings, scale, moved) {
  let held = null;
  const place = (event) => {
    const box = element.getBoundingClientRect();
    const unit = WIDTH / box.width;
    return [(event.clientX - box.left) * unit, (event.clientY - box.top) * unit];
  };
  const move = (event) => moved(held, scale.value(place(event)[1]));
  element.addEventListener("pointerdown", (event) => {
    const [x] = place(event);
    const away = (point) => Math.abs(scale.x(settings.points.indexOf(point)) - x);
    const open = settings.points.filter((point) => point.open);
    if (event.pointerType === "touch" && !event.target.matches(".plot-handle")) return;
    held = open.reduce((best, point) => (away(point) < away(best) ? point : best));
    element.setPointerCapture(event.pointerId);
    event.preventDefault();
    move(event);
  });
  element.addEventListener("pointermove", (event) => held && move(event));
  for (const end of ["pointerup", "pointercancel"]) {
    element.addEventListener(end, () => (held = null));
  }
}

/** The picture; `moved(point, value)` is called while a pointer drags. */
export function drawPlot(settings, moved) {
  const scale = scales(settings);
  const mine = svg("g", { class: "plot-said" });
  const theirs = svg("g", { class: "plot-came-out" });
  const attributes = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" };
  const element = svg("svg", attributes, axes(settings, scale), theirs, mine);
  const at = (value, index) => [scale.x(index), scale.y(value)];
  listen(element, settings, scale, moved);

  return {
    element,
    draw() {
      const places = settings.points.map((point, index) => at(point.value, index));
      const dots = settings.points.flatMap(({ open }, index) => {
        const [cx, cy] = places[index];
        const hold = svg("circle", { cx, cy, r: 20, class: "plot-handle" });
        const dot = svg("circle", { cx, cy, r: open ? 7 : 3 });
        return open ? [dot, hold] : [dot];
      });
      mine.replaceChildren(path(places), ...dots);
    },
    settle(right, answered) {
      const values = settings.points.map((point) => point.value);
      settings.points.forEach((point, index) => {
        if (point.open) values[index] = right[settings.points.slice(0, index).filter((one) => one.open).length];
      });
      const places = values.map(at);
      theirs.replaceChildren(path(places), ...places.map(([x, y]) => diamond(x, y)));
      mine.toggleAttribute("hidden", !answered);
      element.classList.add("settled");
    },
  };
}
