// The boxes in which the parts of a widget stand:
//
//     frame(t.group, bar(null, ...controls), status.node, picture, legend(...),
//           fold(t.table, scroller(...)), source.node)

import { h } from "./dom.js";

/** The widget's box, one group with a name; `className` may be added to. */
export const frame = (label, ...parts) =>
  h("div", { class: "tied-widget", role: "group", "aria-label": label }, ...parts);

/** Controls side by side, which wrap; a label makes them a group with a name. */
export const bar = (label, ...controls) =>
  h("div", { class: "tied-bar", role: label ? "group" : null, "aria-label": label }, ...controls);

/** What stands behind this in a bar goes to its end. */
export const spring = () => h("span", { class: "tied-spring" });

/** Something folded away behind its title. */
export const fold = (title, ...content) =>
  h("details", { class: "tied-fold" }, h("summary", null, title), ...content);
