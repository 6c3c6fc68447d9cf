// What the marks of the rows mean.

import { s } from "../common/dom.js";
import { legend } from "../common/legend.js";

function sample(...drawn) {
  const box = { viewBox: "-10 -8 20 16", width: 20, height: 16, "aria-hidden": "true" };
  return s("svg", { ...box, class: "shrinkage-sample" }, ...drawn);
}

/** A legend, for estimates or for true values. */
export function marksLegend(t, areTruths) {
  const { band, separate, pooled, truth, ratio } = t.legend;
  const ofTruths = [
    [sample(s("path", { d: "M-7,0H7M0,-7V7", class: "shrinkage-truth" })), truth],
    [null, ratio],
  ];
  return legend([
    [sample(s("circle", { r: 5.5, "data-role": "separate" })), separate],
    [sample(s("path", { d: "M0,-6l6,6l-6,6l-6,-6z", "data-role": "pooled" })), pooled],
    [sample(s("rect", { x: -9, y: -7, width: 18, height: 14, class: "shrinkage-band" })), band],
    ...(areTruths ? ofTruths : []),
  ]);
}
