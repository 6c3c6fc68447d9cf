// The numbers of the picture as a table.

import { format } from "../common/format.js";
import { fold } from "../common/frame.js";
import { scroller } from "../common/scroller.js";
import { dataTable } from "../common/table.js";
import { sharesOf } from "./posterior.js";
import { two } from "./sentences.js";

/** The rows: a quantity, for the first and for the second value. */
export function rowsOfTable(t, setting, { mean, covariance }) {
  const { table } = t;
  const shares = sharesOf(setting).map((share) => `${(100 * share).toFixed(1)} %`);
  const deviation = (k) => two(Math.sqrt(covariance[k][k]));
  return [
    [table.observed, ...setting.x.map(format)],
    [table.variance, ...setting.v.map(format)],
    [table.precision, ...setting.v.map((v) => two(1 / v))],
    [table.estimate, ...mean.map(two)],
    [table.share, ...shares],
    [table.deviation, deviation(0), deviation(1)],
  ];
}

/** The folded table: `node`, and `draw(setting, numbers)`. */
export function listing(t, signal) {
  const table = dataTable(t.fold, t.heads, [1, 2]);
  const node = fold(t.fold, scroller(t, t.fold, table.node, signal));
  return { node, draw: (...state) => table.fillWith(rowsOfTable(t, ...state)) };
}
