// The numbers of the picture as a table.

import { fold } from "../common/frame.js";
import { scroller } from "../common/scroller.js";
import { dataTable } from "../common/table.js";
import { exact } from "./numbers.js";
import { tableRows } from "./sentences.js";

/** One table for the estimates, and one with the true values and the errors of the sets. */
export function numberTable(t, signal) {
  const { k, truth, separate, pooled, before, after } = t.table;
  const plain = dataTable(t.fold, [k, separate, pooled], [1, 2]);
  const columns = [k, truth, separate, pooled, before, after];
  const trial = dataTable(t.fold, columns, [1, 2, 3, 4, 5]);
  const boxes = [plain, trial].map(({ node }) => scroller(t, t.fold, node, signal));
  const node = fold(t.fold, ...boxes);
  function draw(shown) {
    const { rows, means } = tableRows(shown, exact);
    const table = shown.lot ? trial : plain;
    table.fillWith([...rows.map((row, at) => [at + 1, ...row]), [t.table.mean, ...means]]);
    boxes[0].hidden = Boolean(shown.lot);
    boxes[1].hidden = !shown.lot;
  }
  return { node, draw };
}
