// The numbers of the picture as a table.

import { scroller } from "../common/scroller.js";
import { dataTable } from "../common/table.js";
import { exact } from "./numbers.js";
import { tableRows } from "./sentences.js";

/** A table of the estimates; with true values, of the errors over the sets as well. */
export function numberTable(t, areTruths, signal) {
  const { title, k, truth, separate, pooled, before, after } = t.table;
  const columns = areTruths ? [truth, separate, pooled, before, after] : [separate, pooled];
  const { node, fillWith } = dataTable(
    title,
    [k, ...columns],
    columns.map((_, at) => at + 1),
  );
  function draw(shown) {
    const { rows, means } = tableRows(shown, exact);
    fillWith([...rows.map((row, at) => [at + 1, ...row]), [t.table.mean, ...means]]);
  }
  return { node: scroller(t, title, node, signal), draw };
}
