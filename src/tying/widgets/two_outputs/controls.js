// Four sliders: outputs A and B, the weight, and what is added to it.

import { bar } from "../common/frame.js";
import { slider } from "../common/slider.js";
import { fill } from "../common/words.js";
import { written } from "./cells.js";
import { rowAndColumn } from "./changes.js";

/** "row 1, column 3", counted from 1, of the `k`-th of a grid with so many columns. */
export function placeInWords(t, k, columns) {
  const [row, column] = rowAndColumn(k, columns).map((at) => at + 1);
  return fill(t.place, { row, column });
}

/** `change({ name: value })` at every move; `draw(setting)`. */
export function controls(t, limits, { places, kernel }, change) {
  const at = (columns) => (k) =>
    rowAndColumn(k, columns)
      .map((one) => one + 1)
      .join(", ");
  const place = (name, columns) =>
    slider(
      t[name],
      limits[name],
      (k) => placeInWords(t, k, columns),
      (k) => change({ [name]: k }),
      at(columns),
    );
  const sliders = {
    added: slider(
      t.added,
      limits.added,
      (n) => fill(t.addedValue, { n: written(n, true) }),
      (n) => change({ added: n }),
      (n) => written(n, true),
    ),
    weight: place("weight", kernel),
    a: place("a", places),
    b: place("b", places),
  };
  const node = bar(null, ...Object.values(sliders).map(({ field }) => field));
  node.classList.add("outputs-controls");
  function draw(setting) {
    for (const [name, one] of Object.entries(sliders)) one.draw(setting[name]);
  }
  return { node, draw };
}
