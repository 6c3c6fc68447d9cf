// Everything that is counted, as a plain table.

import { format } from "../common/format.js";
import { dataTable } from "../common/table.js";
import { LAYERS, parameters } from "./counts.js";
import { ratioText } from "./sentences.js";

/** A row for each count and ratio, a column for each layer. */
export function countTable(t) {
  const heads = [t.count, ...LAYERS.map((layer) => t.layers[layer])];
  const { node, fillWith } = dataTable(t.table, heads, [1, 2, 3]);
  const ratio = (layer, other) => ratioText(parameters(layer), parameters(other));
  const rows = [
    [t.weights, ({ weights }) => format(weights)],
    [t.biasColumn, ({ biases }) => format(biases)],
    [t.parameters, (layer) => format(parameters(layer))],
    [t.ofDense, (layer, { dense }) => ratio(layer, dense)],
    [t.ofLocal, (layer, { local }) => ratio(layer, local)],
    [t.macs, ({ macs }) => format(macs)],
  ];
  function draw(counts) {
    const cells = (value) => LAYERS.map((layer) => value(counts[layer], counts));
    fillWith(counts ? rows.map(([name, value]) => [name, ...cells(value)]) : []);
  }
  return { node, draw };
}
