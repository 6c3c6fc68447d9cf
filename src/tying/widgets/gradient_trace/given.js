// The entries of the matrix that is used.

import { h } from "../common/dom.js";
import { fill } from "../common/words.js";
import { entriesView, isSmall } from "./array_view.js";

/**
 * The section; it is hidden where the entries are unknown or a single one. `isCompact` hides those
 * of a large matrix, too.
 */
export function givenSection(t, isCompact) {
  const node = h("section", { class: "trace-given" });
  function draw({ name, value, rows }) {
    node.hidden = !value || value.data.length < 2 || (isCompact && !isSmall(value));
    if (node.hidden) return;
    node.replaceChildren(h("span", null, fill(t.given, { name })), entriesView(value, rows));
  }
  return { node, draw };
}
