// Layers of a graph from top to bottom, and columns within them. Parameters are in no layer.

const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** The nodes that stand in layers, by id, each with its operands `from` and consumers `to`. */
function neighbours(nodes, edges) {
  const inLayers = nodes.filter(({ kind }) => kind !== "parameter");
  const table = new Map(inLayers.map(({ id, kind }) => [id, { kind, from: [], to: [] }]));
  for (const [from, to] of edges) {
    if (!table.has(from) || !table.has(to)) continue;
    table.get(from).to.push(to);
    table.get(to).from.push(from);
  }
  return table;
}

/** The layer of every node: below all its operands; an input just above the first that takes it. */
function layersOf(table) {
  const layer = new Map();
  const depth = (id) => {
    if (!layer.has(id)) layer.set(id, Math.max(-1, ...table.get(id).from.map(depth)) + 1);
    return layer.get(id);
  };
  for (const id of table.keys()) depth(id);
  for (const [id, { kind, to }] of table) {
    if (kind === "input" && to.length) {
      layer.set(id, Math.min(...to.map((one) => layer.get(one))) - 1);
    }
  }
  return layer;
}

/** The preferred column of a node: the mean of its operands', inputs aside; null without any. */
function preferredColumn({ from }, table, column) {
  const placed = from.filter((one) => column.has(one));
  const computed = placed.filter((one) => table.get(one).kind !== "input");
  const operands = computed.length ? computed : placed;
  return operands.length ? mean(operands.map((one) => column.get(one))) : null;
}

/** The free column nearest to the preferred one, the left one of two; `most` is the last. */
function nearestFree(preferred, taken, most) {
  const free = Array.from({ length: most + 1 }, (_, k) => k).filter((k) => !taken.has(k));
  const distance = (k) => Math.abs(k - preferred);
  return free.reduce((best, k) => (distance(k) < distance(best) ? k : best));
}

/** Give the nodes of one layer columns; a node that is alone stands between its operands. */
function placeRow(row, table, column) {
  const preferences = row.map((id) => [id, preferredColumn(table.get(id), table, column)]);
  if (row.length === 1) {
    column.set(row[0], preferences[0][1] ?? 0);
    return;
  }
  const taken = new Set();
  const inOrder = ([a, x], [b, y]) => (x ?? Infinity) - (y ?? Infinity) || a - b;
  for (const [id, preferred] of preferences.sort(inOrder)) {
    const place = nearestFree(preferred ?? 0, taken, row.length + 2);
    taken.add(place);
    column.set(id, place);
  }
}

/**
 * The `layer` and the `column` of every node but parameters, as maps from ids; columns may be
 * fractions.
 */
export function layered({ nodes, edges }) {
  const table = neighbours(nodes, edges);
  const layer = layersOf(table);
  const rows = [];
  for (const [id, k] of layer) (rows[k] ??= []).push(id);
  const column = new Map();
  for (const row of rows) placeRow(row, table, column);
  return { layer, column };
}
