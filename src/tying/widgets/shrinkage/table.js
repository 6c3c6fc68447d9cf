// The numbers of the picture as a table.

import { scroller } from "../common/scroller.js";
import { dataTable } from "../common/table.js";
import { exact } from "./numbers.js";
import { tableRows } from "./sentences.js";

/** One table for the estimates, and one with the true values and the errors of the sets. */
export function numberTables(t, signal) {
  const { title, k, truth, separate, pooled, before, after } = t.table;
  const plain = dataTable(title, [k, separate, pooled], [1, 2]);
  const columns = [k, truth, separate, pooled, before, after];
  const trial = dataTable(title, columns, [1, 2, 3, 4, 5]);
  const boxes = [plain, trial].map(({ node }) => scroller(t, title, node, signal));
  function draw(shown) {
    const { rows, means } = tableRows(shown, exact);
    const table = shown.lot ? trial : plain;
    table.fillWith([...rows.map((row, at) => [at + 1, ...row]), [t.table.mean, ...means]]);
    boxes[0].hidden = Boolean(shown.lot);
    boxes[1].hidden = !shown.lot;
  }
  return { nodes: boxes, draw };
}
