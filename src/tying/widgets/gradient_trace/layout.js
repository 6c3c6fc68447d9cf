// Where the nodes of a graph are drawn: layers from top to bottom, in columns; parameters in a lane
// of their own at the left.

import { layered } from "./layers.js";

const MARGIN = 28; // pixels between a parameter and the graph
const APART = 8; // least pixels between two parameters

/**
 * Move numbers so that neighbours are `gap` apart, each as near to its preferred place as their
 * order allows.
 */
export function spread(preferred, gap, least) {
  const order = preferred.map((y, k) => [y, k]).sort((a, b) => a[0] - b[0]);
  const places = [];
  let last = least - gap;
  for (const [y, k] of order) {
    last = Math.max(y, last + gap);
    places[k] = last;
  }
  return places;
}

/** The width of the nodes, how many stand side by side, and where the first begins. */
function columnSizes(column, { width, least, most, lane, gap }) {
  const count = Math.max(1, Math.ceil(Math.max(...column.values()) + 1));
  const gaps = (count - 1) * gap;
  const node = Math.max(least, Math.min(most, (width - lane - gaps) / count));
  const taken = count * node + gaps;
  return { node, taken, left: lane + Math.max(0, (width - lane - taken) / 2) };
}

/**
 * The heights of the parameters: each in the middle of its uses, but no further than `reach` from
 * the node `near` (at first the top), and all apart from one another.
 */
function parameterHeights(parameters, edges, places, { height, near, reach = Infinity }) {
  const focus = places[near]?.y ?? 0;
  const within = (y) => Math.max(focus - reach, Math.min(focus + reach, y));
  const preferred = parameters.map(({ id }) => {
    const heights = edges.filter(([from]) => from === id).map(([, to]) => places[to].y);
    return within(heights.reduce((sum, y) => sum + y, 0) / heights.length);
  });
  return spread(preferred, height + APART, height / 2);
}

/**
 * The box of every node, by id: its middle `x`, `y`, its `width` and `height`; and the size of the
 * whole. `size` says how much `width` there is, the `least` and the `most` width of a node, its
 * `height`, the `pitch` of layers, the `lane` of the parameters, the `gap` between columns, and
 * which node parameters are to stay `near`.
 */
export function layout({ nodes, edges }, size) {
  const { width, height, pitch, lane, gap } = size;
  const { layer, column } = layered({ nodes, edges });
  const { node, taken, left } = columnSizes(column, size);
  const places = [];
  for (const [id, row] of layer) {
    const x = left + node / 2 + column.get(id) * (node + gap);
    places[id] = { x, y: height / 2 + row * pitch, width: node, height };
  }
  const parameters = nodes.filter(({ kind }) => kind === "parameter");
  const own = lane - MARGIN;
  const x = Math.max(0, left - lane) + own / 2;
  parameterHeights(parameters, edges, places, size).forEach((y, k) => {
    places[parameters[k].id] = { x, y, width: own, height };
  });
  const bottom = Math.max(...places.map((place) => place.y)) + height / 2;
  return { places, width: Math.max(width, lane + taken), height: bottom };
}
