// What colours and lines mean.

import { h, s } from "./dom.js";

/** `legend([[swatch("tied"), "tied: one object"], ...])`; a first part may be empty. */
export const legend = (entries) =>
  h(
    "ul",
    { class: "tied-legend" },
    ...entries.map(([mark, text]) => h("li", null, mark ?? "", text)),
  );

/** A sample of a colour of the palette, as an area or as a "line", "dashed" or "dotted". */
export function swatch(role, kind = "area") {
  const sample =
    kind === "area"
      ? s("rect", { x: 1, y: 1, width: 30, height: 10, rx: 2 })
      : s("path", { d: "M0 6H32", class: `is-${kind}` });
  const box = { class: "tied-swatch", width: 32, height: 12, "aria-hidden": "true" };
  return s("svg", { ...box, "data-role": role }, sample);
}
