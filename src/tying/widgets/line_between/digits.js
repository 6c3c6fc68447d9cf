// A few images, and below them what the network puts out.

import { s } from "../common/dom.js";
import { scaled } from "./lines.js";

const BRIGHTEST = 4; // value of a pixel in full ink
const GAP = 1; // pixels of an image between two of them
const SIDE = 4; // pixels of an image

const percent = (value) =>
  `${Math.round((100 * Math.min(BRIGHTEST, Math.max(0, value))) / BRIGHTEST)}%`;

/** The picture: `node`, and `draw(outputs, label)`. */
export function digitsOf(t, { images, shown }) {
  const data = scaled(images);
  const step = SIDE + GAP;
  const rows = [
    ["given", GAP],
    ["output", 2 * GAP + step],
  ];
  const pixels = {};
  const groups = rows.map(([name, top]) => {
    pixels[name] = shown.map((_, n) =>
      Array.from({ length: SIDE ** 2 }, (_pixel, k) =>
        s("rect", {
          class: "line-pixel",
          x: n * step + (k % SIDE),
          y: top + Math.floor(k / SIDE),
          width: 1.02,
          height: 1.02,
        }),
      ),
    );
    const title = s("text", { class: "line-word", x: 0, y: top - 0.4 }, t.images[name]);
    return s("g", { "data-row": name }, title, ...pixels[name].flat());
  });
  const box = `0 -0.4 ${shown.length * step - GAP} ${2 * step + GAP}`;
  const node = s("svg", { class: "line-digits", role: "img", viewBox: box }, ...groups);
  const paint = (name, all) =>
    all.forEach((image, n) =>
      image.forEach((value, k) =>
        pixels[name][n][k].style.setProperty("--strength", percent(value)),
      ),
    );
  paint(
    "given",
    shown.map((k) => data[k]),
  );
  function draw(outputs, label) {
    paint("output", outputs);
    node.setAttribute("aria-label", label);
  }
  return { node, draw };
}
