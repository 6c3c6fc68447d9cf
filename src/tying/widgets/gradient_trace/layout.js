// Where the nodes of a graph are drawn: layers from top to bottom, in columns; parameters in a lane
// of their own.

const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** Operands and consumers of every node, without parameters. */
function neighbours(nodes, edges) {
  const table = new Map(nodes.map(({ id }) => [id, { from: [], to: [] }]));
  const drawn = new Set(nodes.filter(({ kind }) => kind !== "parameter").map(({ id }) => id));
  for (const [from, to] of edges) {
    if (!drawn.has(from) || !drawn.has(to)) continue;
    table.get(from).to.push(to);
    table.get(to).from.push(from);
  }
  return table;
}

/** The layer of every node: below all its operands; an input just above the first that takes it. */
export function layers(nodes, edges) {
  const near = neighbours(nodes, edges);
  const found = new Map();
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const order = nodes.filter(({ kind }) => kind !== "parameter").map(({ id }) => id);
  const depth = (id) => {
    if (!found.has(id)) found.set(id, Math.max(-1, ...near.get(id).from.map(depth)) + 1);
    return found.get(id);
  };
  for (const id of order) depth(id);
  for (const id of order) {
    if (kinds.get(id) === "input" && near.get(id).to.length) {
      found.set(id, Math.min(...near.get(id).to.map((to) => found.get(to))) - 1);
    }
  }
  return found;
}

/**
 * A column for every node of a layer, near its operands; one that is alone in its layer stands
 * between them.
 */
function columns(nodes, edges, layer) {
  const near = neighbours(nodes, edges);
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const column = new Map();
  const rows = [];
  for (const [id, row] of layer) (rows[row] ??= []).push(id);
  for (const row of rows) {
    const wish = (id) => {
      const known = near.get(id).from.filter((from) => column.has(from));
      const spine = known.filter((from) => kinds.get(from) !== "input");
      return known.length
        ? mean((spine.length ? spine : known).map((from) => column.get(from)))
        : null;
    };
    const waiting = row
      .map((id) => [id, wish(id)])
      .sort((a, b) => (a[1] ?? Infinity) - (b[1] ?? Infinity) || a[0] - b[0]);
    if (row.length === 1) {
      column.set(row[0], waiting[0][1] ?? 0);
      continue;
    }
    const taken = new Set();
    for (const [id, place] of waiting) {
      let best = 0;
      const goal = place ?? 0;
      for (let k = 0; k < row.length + 3; k += 1) {
        if (!taken.has(k) && (taken.has(best) || Math.abs(k - goal) < Math.abs(best - goal))) {
          best = k;
        }
      }
      taken.add(best);
      column.set(id, best);
    }
  }
  return column;
}

/**
 * Spread numbers so that neighbours are `gap` apart, each as near to its wish as their order
 * allows.
 */
export function spread(wishes, gap, least) {
  const order = wishes.map((y, k) => [y, k]).sort((a, b) => a[0] - b[0]);
  const places = [];
  let last = least - gap;
  for (const [y, k] of order) {
    last = Math.max(y, last + gap);
    places[k] = last;
  }
  return places;
}

/**
 * The middle of every node, and the size of the whole. `size`: the width that there is, the least
 * and the largest width of a node, its height, the pitch of layers, the lane of the parameters, and
 * the gap between columns. Parameters stand in the middle of their uses, but no further than
 * `reach` from the node `near` (at first the top).
 */
export function layout(
  { nodes, edges },
  { width, least, most, height, pitch, lane, gap, near, reach = Infinity },
) {
  const layer = layers(nodes, edges);
  const column = columns(nodes, edges, layer);
  const count = Math.max(1, Math.ceil(Math.max(...column.values()) + 1));
  const rows = Math.max(...layer.values()) + 1;
  const node = Math.max(least, Math.min(most, (width - lane - (count - 1) * gap) / count));
  const left = lane + Math.max(0, (width - lane - count * node - (count - 1) * gap) / 2);
  const places = new Map();
  for (const [id, row] of layer) {
    places.set(id, {
      x: left + node / 2 + column.get(id) * (node + gap),
      y: height / 2 + row * pitch,
      width: node,
      height,
    });
  }
  const parameters = nodes.filter(({ kind }) => kind === "parameter");
  const focus = places.get(near)?.y ?? 0;
  const within = (y) => Math.max(focus - reach, Math.min(focus + reach, y));
  const wishes = parameters.map(({ id }) =>
    within(mean(edges.filter(([from]) => from === id).map(([, to]) => places.get(to).y))),
  );
  const own = lane - 28;
  const x = Math.max(0, left - lane) + own / 2;
  spread(wishes, height + 8, height / 2).forEach((y, k) =>
    places.set(parameters[k].id, { x, y, width: own, height }),
  );
  const bottom = Math.max(...[...places.values()].map(({ y }) => y)) + height / 2;
  return {
    places,
    width: Math.max(width, lane + count * node + (count - 1) * gap),
    height: Math.max(bottom, height + (rows - 1) * pitch),
    rows,
  };
}
