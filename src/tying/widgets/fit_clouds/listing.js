// The numbers of the picture as a table.

import { h } from "../common/dom.js";
import { fold } from "../common/frame.js";
import { scroller } from "../common/scroller.js";
import { dataTable } from "../common/table.js";
import { KINDS, riskOf } from "./fits.js";

const three = (value) => value.toFixed(3).replace("-", "−");

/** The rows: a quantity, as it was measured for both kinds, and in theory. */
export function rowsOf(t, numbers) {
  const cells = (value) => KINDS.map((kind) => three(value(numbers[kind])));
  const exact = (value) => KINDS.map((kind) => three(value(numbers.theory[kind])));
  const both = (name, value) => [t.table[name], ...cells(value), ...exact(value)];
  return [
    both("bias2", (parts) => parts.bias2),
    both("variance", (parts) => parts.variance),
    both("risk", riskOf),
    [t.table.first, ...cells(({ mean }) => mean[0]), "", ""],
    [t.table.second, ...cells(({ mean }) => mean[1]), "", ""],
  ];
}

/** The folded table: `node`, and `draw(numbers)`. */
export function listing(t, signal) {
  const table = dataTable(t.fold, t.heads, [1, 2, 3, 4]);
  const note = h("p", { class: "tied-small" }, t.note);
  const node = fold(t.fold, scroller(t, t.fold, table.node, signal), note);
  return { node, draw: (numbers) => table.fillWith(rowsOf(t, numbers)) };
}
