// The picture of a question that is dragged: axes, the reader's line, and the line that came out.
import { svg } from "./dom.js";

const [WIDTH, HEIGHT] = [320, 190];
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 16, 12, 24];
const INSET = 12; // from the numbers of the axis to the first point, which is dragged
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
    x: (index) => LEFT + INSET + (inner - INSET) * share(index),
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

/** Let a pointer move the open point that is nearest to it; a finger has to touch the point. */
function listen(element, settings, scale, moved) {
  let held = null;
  const place = (event) => {
    const box = element.getBoundingClientRect();
    const unit = WIDTH / box.width;
    return [(event.clientX - box.left) * unit, (event.clientY - box.top) * unit];
  };
  const move = (event) => moved(held, scale.value(place(event)[1]));
  const hold = (event) => {
    const [x] = place(event);
    const away = (point) => Math.abs(scale.x(settings.points.indexOf(point)) - x);
    if (event.pointerType === "touch" && !event.target.matches(".plot-handle")) return;
    held = settings.open.reduce((best, point) => (away(point) < away(best) ? point : best));
    element.setPointerCapture(event.pointerId);
    event.preventDefault();
    move(event);
  };
  const release = () => (held = null);
  element.addEventListener("pointermove", (event) => held && move(event));
  element.addEventListener("pointerup", release);
  element.addEventListener("pointercancel", release);
  element.addEventListener("pointerdown", hold);
  return () => element.removeEventListener("pointerdown", hold);
}

/** Pieces of the line between points that follow each other and are all set. */
export function piecesOf(places, isSet) {
  const pieces = [[]];
  places.forEach((place, index) => {
    if (isSet[index]) pieces.at(-1).push(place);
    else pieces.push([]);
  });
  return pieces.filter((piece) => piece.length > 1);
}

/**
 * The reader's line: a dot at each point, and at an open one room to touch it.
 *
 * A point that is not set is a ring, and no line leads to it.
 */
function lineOf({ points }) {
  const lines = svg("g");
  const dots = points.map(({ isOpen }) => {
    const dot = svg("circle", { r: isOpen ? 7 : 3, class: "plot-dot" });
    return isOpen ? [dot, svg("circle", { r: 20, class: "plot-handle" })] : [dot];
  });
  const move = (places) => {
    const isSet = points.map((point) => point.isSet);
    const pieces = piecesOf(places, isSet);
    lines.replaceChildren(...pieces.map((one) => svg("polyline", { points: one.join(" ") })));
    places.forEach(([cx, cy], index) => {
      dots[index][0].classList.toggle("unset", !isSet[index]);
      for (const dot of dots[index]) {
        dot.setAttribute("cx", cx);
        dot.setAttribute("cy", cy);
      }
    });
  };
  return { element: svg("g", { class: "plot-said" }, lines, ...dots.flat()), move };
}

/** The picture; `moved(point, value)` is called while a pointer drags. */
export function plotOf(settings, moved) {
  const { points, open } = settings;
  const scale = scales(settings);
  const mine = lineOf(settings);
  const theirs = svg("g", { class: "plot-came-out" });
  const attributes = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" };
  const element = svg("svg", attributes, axes(settings, scale), theirs, mine.element);
  const stop = listen(element, settings, scale, moved);
  const at = (value, index) => [scale.x(index), scale.y(value)];
  const draw = () => mine.move(points.map((point, index) => at(point.value, index)));
  draw();

  return {
    element,
    draw,
    /** Draw the values that came out beside the reader's, which are hidden if there are none. */
    settle(right, answered) {
      const cameOut = (point) => (point.isOpen ? right[open.indexOf(point)] : point.value);
      const places = points.map((point, index) => at(cameOut(point), index));
      const diamonds = places.map(([x, y]) => svg("path", { d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z` }));
      theirs.replaceChildren(svg("polyline", { points: places.join(" ") }), ...diamonds);
      mine.element.toggleAttribute("hidden", !answered);
      element.classList.add("settled");
      stop();
    },
  };
}
