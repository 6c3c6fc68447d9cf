// Tables.

import { h } from "./dom.js";

/**
 * A table with heads; `fillWith(rows)` puts cells (text, node, or a list of them) below, of which
 * the first of a row is its head. `numeric` lists the columns that hold numbers.
 */
export function dataTable(label, heads, numeric = []) {
  const kind = (i) => (numeric.includes(i) ? "is-number" : null);
  const head = (text, i) => h("th", { scope: "col", class: kind(i) }, text);
  const cell = (content, i) =>
    h(i ? "td" : "th", { scope: i ? null : "row", class: kind(i) }, ...[content].flat());
  const row = (cells) => h("tr", null, ...cells.map(cell));
  const body = h("tbody");
  const node = h(
    "table",
    { "aria-label": label },
    h("thead", null, h("tr", null, ...heads.map(head))),
    body,
  );
  return { node, fillWith: (rows) => body.replaceChildren(...rows.map(row)) };
}
