// The kernel, drawn once, and what the squares mean.

import { h, s } from "../common/dom.js";
import { fill } from "../common/words.js";

const CELL = 22; // pixels

const written = (weight) => String(weight).replace("-", "−");

export function kernelKey(t, weights) {
  const size = weights.length * CELL;
  const cells = weights.flatMap((row, i) =>
    row.flatMap((weight, j) => [
      s("rect", { x: j * CELL, y: i * CELL, width: CELL, height: CELL }),
      s("text", { x: (j + 0.5) * CELL, y: (i + 0.5) * CELL + 4 }, written(weight)),
    ]),
  );
  const label = fill(t.kernelLabel, {
    rows: weights.map((row) => row.map(written).join(" ")).join("; "),
  });
  const box = { viewBox: `-1 -1 ${size + 2} ${size + 2}`, width: size + 2, height: size + 2 };
  const picture = s("svg", { ...box, role: "img", "aria-label": label, dir: "ltr" }, ...cells);
  const about = h("p", { class: "tied-small" }, t.key);
  return h("div", { class: "shifted-key" }, picture, h("div", null, h("p", null, t.kernel), about));
}
