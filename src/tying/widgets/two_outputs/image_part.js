// The image, the windows of outputs A and B, and the pixel that the chosen weight meets in each.

import { h, s, setAttributes } from "../common/dom.js";
import { fill } from "../common/words.js";
import { cells, outline, written } from "./cells.js";
import { metBy, placesOf, rowAndColumn } from "./changes.js";

const CELL = 24;
const ORIGIN = [2, 2];

export function imagePart(t, image, weights) {
  const side = image.length * CELL + 4;
  const box = { viewBox: `0 0 ${side} ${side}`, role: "img", dir: "ltr", class: "outputs-image" };
  const svg = s("svg", box);
  const head = h("p", { class: "outputs-head" }, h("strong", null, t.image), " ");
  head.append(h("span", { class: "tied-small" }, t.windows));
  const node = h("div", { class: "outputs-part is-image" }, head, svg);
  const places = placesOf(image, weights);

  function draw({ a, b, weight }) {
    const [first, second] = [a, b].map((k) => rowAndColumn(k, places));
    const met = [first, second].map(([i, j]) => metBy(weight, i, j, weights).join());
    const look = (value, i, j) => ({
      text: written(value),
      name: met.includes([i, j].join()) ? "is-met" : "",
    });
    const { boxes, texts } = cells(ORIGIN, CELL, image, look);
    svg.replaceChildren(
      ...boxes,
      ...texts,
      outline(ORIGIN, CELL, second, weights.length, "B"),
      outline(ORIGIN, CELL, first, weights.length, "A"),
    );
    const [ar, ac, br, bc] = [...first, ...second].map((k) => k + 1);
    setAttributes(svg, { "aria-label": fill(t.imageLabel, { ar, ac, br, bc }) });
  }
  return { node, draw };
}
