// The entries of the matrix that is used.

import { h } from "../common/dom.js";
import { fill } from "../common/words.js";
import { entriesView } from "./array_view.js";

/** The section; it is hidden where the entries are unknown or a single one. */
export function givenSection(t) {
  const node = h("section", { class: "trace-given" });
  function draw({ name, value, rows }) {
    node.hidden = !value || value.data.length < 2;
    if (node.hidden) return;
    node.replaceChildren(h("span", null, fill(t.given, { name })), entriesView(value, rows));
  }
  return { node, draw };
}
