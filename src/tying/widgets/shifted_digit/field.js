// The canvas with the digit, which is dragged, or moved by arrow keys.

import { h, setText } from "../common/dom.js";
import { fill } from "../common/words.js";
import { mapPanel } from "./squares.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** `move(rows, columns)` with all pixels since the press, and `press()` before. */
function onDrag(svg, size, press, move) {
  let from = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    svg.setPointerCapture(event.pointerId);
    svg.focus({ preventScroll: true });
    event.preventDefault();
    from = [event.clientY, event.clientX];
    press();
  });
  svg.addEventListener("pointermove", (event) => {
    if (!svg.hasPointerCapture(event.pointerId)) return;
    const cell = svg.getBoundingClientRect().width / size();
    move(...[event.clientY, event.clientX].map((at, k) => Math.round((at - from[k]) / cell)));
  });
}

function onArrow(svg, move) {
  svg.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    move(...step);
  });
}

/** The panel; `go(rows, columns)` is called with the shift that the reader wants, on the ring. */
export function fieldPanel(t, go) {
  const edge = h("p", { class: "tied-small" });
  const panel = mapPanel(t.image, edge);
  const { svg } = panel;
  let size = 1;
  let now = [0, 0];
  let pressed = now;
  const by = (start, rows, columns) =>
    go(...[start[0] + rows, start[1] + columns].map((k) => ((k % size) + size) % size));
  svg.classList.add("shifted-field");
  svg.setAttribute("tabindex", -1); // the sliders do the same from the keyboard
  onDrag(
    svg,
    () => size,
    () => (pressed = now),
    (rows, columns) => by(pressed, rows, columns),
  );
  onArrow(svg, (rows, columns) => by(now, rows, columns));

  function draw({ rows, columns, padding }, image) {
    size = image.length;
    now = [rows, columns];
    svg.dataset.padding = padding;
    setText(edge, t.edges[padding]);
    panel.draw(image, 1, t.hint, fill(t.imageLabel, { rows, columns }));
  }
  return { node: panel.node, draw };
}
