// The output's places, of which a click, a drag or an arrow key chooses one.

import { s } from "../common/dom.js";
import { fill } from "../common/words.js";
import { cellSize, fit, gridLines, panel, rect } from "./panel.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const LEAST_MARK = 5; // pixels

/** `press(x, y)` where the pointer presses or drags, in the picture's own pixels. */
function onPress(svg, press) {
  const point = ({ clientX, clientY }) => {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    press(x, y);
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    svg.setPointerCapture(event.pointerId);
    svg.focus({ preventScroll: true });
    event.preventDefault();
    point(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) point(event);
  });
}

/** `move(rows, columns)` for every arrow key. */
function onArrow(svg, move) {
  svg.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    move(...step);
  });
}

/** The panel; `choose(i, j)` is called with the place that the reader chooses. */
export function outputPanel(t, choose, ...more) {
  const front = s("g");
  const { node, svg, sayAbove } = panel(t.place, [front], ...more);
  let now = { i: 0, j: 0, rows: 1, columns: 1, cell: 1 };
  const within = (value, count) => Math.max(0, Math.min(count - 1, value));
  const go = (i, j) => choose(within(i, now.rows), within(j, now.columns));
  svg.classList.add("counts-pad");
  svg.setAttribute("tabindex", -1); // the sliders below do the same from the keyboard
  svg.setAttribute("data-lm-suppress-shortcuts", "");
  onPress(svg, (x, y) => go(Math.floor(y / now.cell), Math.floor(x / now.cell)));
  onArrow(svg, (rows, columns) => go(now.i + rows, now.j + columns));

  function draw(counts, { i, j }, size) {
    const { height: rows, width: columns } = counts;
    const cell = cellSize(size, Math.max(rows, columns));
    const mark = Math.max(cell, LEAST_MARK);
    const corner = (k) => (k + 0.5) * cell - mark / 2;
    now = { i, j, rows, columns, cell };
    front.replaceChildren(
      rect(0, 0, columns * cell, rows * cell, "counts-frame"),
      s("path", { d: gridLines(rows, columns, cell), class: "counts-lines" }),
      rect(corner(j), corner(i), mark, mark, "counts-chosen"),
    );
    fit(svg, size, fill(t.padLabel, { rows, columns, i, j }));
    sayAbove(`${rows} × ${columns}`);
  }
  return { node, draw };
}
