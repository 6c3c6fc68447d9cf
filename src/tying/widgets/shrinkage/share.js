// The share of the way that all estimates move, as a place between separate and tied.

import { h, s, setText } from "../common/dom.js";
import { fill } from "../common/words.js";
import { rough } from "./numbers.js";
import { formula } from "./sentences.js";

const [FIRST, LAST] = [16, 224];
const LEVEL = 30;

/** A heading, the track with its three marks, and the formula with its numbers. */
export function shareTrack(t) {
  const number = s("text", { y: 14, "text-anchor": "middle", class: "shrinkage-weight" });
  const diamond = s("path", { d: "M0,-9l9,9l-9,9l-9,-9z", "data-role": "pooled" });
  const done = s("path", { class: "shrinkage-done" });
  const svg = s(
    "svg",
    { role: "img", viewBox: "0 0 240 60", class: "shrinkage-track", dir: "ltr" },
    s("path", { d: `M${FIRST},${LEVEL}H${LAST}`, class: "shrinkage-way" }),
    done,
    s("circle", { cx: FIRST, cy: LEVEL, r: 7, "data-role": "separate" }),
    s("rect", { x: LAST - 7, y: LEVEL - 7, width: 14, height: 14, "data-role": "tied" }),
    diamond,
    number,
    s("text", { x: 4, y: 55 }, `${t.names.separate}, 0`),
    s("text", { x: 236, y: 55, "text-anchor": "end" }, `${t.names.tied}, 1`),
  );
  const numbers = h("p", { class: "shrinkage-formula" });
  const node = h(
    "div",
    { class: "tied-stack shrinkage-share" },
    h("strong", null, t.share),
    svg,
    numbers,
    h("p", { class: "tied-small" }, t.S),
  );
  function draw(shown) {
    const { weight } = shown.moved;
    const x = FIRST + weight * (LAST - FIRST);
    svg.setAttribute("aria-label", fill(t.shareIs, { w: rough(weight) }));
    done.setAttribute("d", `M${FIRST},${LEVEL}H${x}`);
    diamond.setAttribute("transform", `translate(${x},${LEVEL})`);
    number.setAttribute("x", x);
    setText(number, `w = ${rough(weight)}`);
    setText(numbers, formula(t, shown));
  }
  return { node, draw };
}
