// What shades, stripes and frames in the pictures mean.

import { s, setAttributes } from "../common/dom.js";
import { legend } from "../common/legend.js";
import { rect, stripes } from "./panel.js";

const OPACITIES = [0.15, 0.5, 0.3];

function sample(...drawn) {
  const box = { width: 34, height: 12, class: "counts-picture", "aria-hidden": "true" };
  return s("svg", box, ...drawn);
}

export function pictureLegend(t) {
  const { defs, style } = stripes();
  const shades = OPACITIES.map((opacity, k) =>
    setAttributes(rect(1 + 11 * k, 1, 10, 10, "counts-weight"), { "fill-opacity": opacity }),
  );
  const striped = setAttributes(rect(1, 1, 32, 10, "counts-padding"), { style });
  return legend([
    [sample(...shades), t.key.shade],
    [sample(defs, striped), t.key.padding],
    [sample(rect(11, 1, 10, 10, "counts-window")), t.key.window],
  ]);
}
