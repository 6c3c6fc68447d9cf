// A matrix as a grid of numbers, the stronger its colour the larger the number.

import { h, s, setAttributes, setText } from "../common/dom.js";

const CELL = 30;
const LARGEST = 9;

const written = (value) => (Number.isInteger(value) ? `${value}` : value.toFixed(1));

/** A grid with a head; `choose(entry)` is called where the pointer presses an entry. */
export function grid(choose) {
  const head = h("p", { class: "average-head" });
  const svg = s("svg", { role: "img", dir: "ltr" });
  const node = h("div", { class: "average-part" }, head, svg);

  function box(value, i, j, size) {
    const place = { x: j * CELL, y: i * CELL, width: CELL, height: CELL };
    const style = `--strength: ${Math.round((8 + (52 * value) / LARGEST) * 10) / 10}%`;
    const press = () => choose(i * size + j);
    return s("rect", { ...place, class: "average-box", style, onpointerdown: press });
  }
  function number(value, i, j, marked) {
    const place = { x: (j + 0.5) * CELL, y: (i + 0.5) * CELL };
    return s(
      "text",
      { ...place, class: `average-text ${marked ? "is-marked" : ""}` },
      written(value),
    );
  }
  /** `groups` are places with an outline: those of the chosen entry first, then others, dashed. */
  function draw(title, rows, groups, label) {
    const size = rows.length;
    const isMarked = (i, j) => groups[0].some(([row, column]) => row === i && column === j);
    const all = rows.flatMap((row, i) => row.map((value, j) => [value, i, j]));
    const outlines = groups.flatMap((group, k) =>
      group.map(([i, j]) => {
        const place = { x: j * CELL, y: i * CELL, width: CELL, height: CELL };
        return s("rect", { ...place, class: `average-outline is-group-${k}` });
      }),
    );
    setText(head, title);
    svg.replaceChildren(
      ...all.map(([value, i, j]) => box(value, i, j, size)),
      ...all.map(([value, i, j]) => number(value, i, j, isMarked(i, j))),
      ...outlines.reverse(), // the chosen ones on top
    );
    const side = size * CELL + 4;
    setAttributes(svg, { viewBox: `-2 -2 ${side} ${side}`, "aria-label": label });
  }
  return { node, draw };
}
