// Reverse-mode differentiation of small arrays. An array is { shape, data }, its numbers row by
// row; a tape lists nodes in the order in which they were computed, operands first.

export const scalar = (x) => ({ shape: [], data: [x] });
export const vector = (data) => ({ shape: [data.length], data: [...data] });
export const matrix = (rows) => ({ shape: [rows.length, rows[0].length], data: rows.flat() });

const zip = (a, b, f) => ({ shape: a.shape, data: a.data.map((x, i) => f(x, b.data[i])) });
export const plus = (a, b) => zip(a, b, (x, y) => x + y);
export const times = (a, factor) => ({ shape: a.shape, data: a.data.map((x) => x * factor) });
export const inner = (a, b) => a.data.reduce((sum, x, i) => sum + x * b.data[i], 0);
export const norm = (a) => Math.sqrt(inner(a, a));

/** The product of a matrix and a vector. */
function product({ shape: [rows, columns], data }, x) {
  return vector(
    Array.from({ length: rows }, (_, i) =>
      x.data.reduce((sum, one, j) => sum + data[i * columns + j] * one, 0),
    ),
  );
}

/** The product of a matrix's transpose and a vector. */
function transposed({ shape: [rows, columns], data }, x) {
  return vector(
    Array.from({ length: columns }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < rows; i += 1) sum += data[i * columns + j] * x.data[i];
      return sum;
    }),
  );
}

/** The matrix a bᵀ. */
export const outer = (a, b) => ({
  shape: [a.data.length, b.data.length],
  data: a.data.flatMap((x) => b.data.map((y) => x * y)),
});

function softmax({ data }) {
  const top = Math.max(...data);
  const powers = data.map((x) => Math.exp(x - top));
  const total = powers.reduce((sum, x) => sum + x, 0);
  return { shares: powers.map((x) => x / total), log: Math.log(total) + top };
}

/**
 * What an operation makes of its operands, and `pull`: the share of each operand in the gradient,
 * from that of the result. `detail` is what an operation needs besides: a target, a row's number.
 */
const OPERATIONS = {
  add: (a, b) => ({ value: plus(a, b), pull: (g) => [g, g] }),
  matvec: (w, x) => ({ value: product(w, x), pull: (g) => [outer(g, x), transposed(w, g)] }),
  tanh: (a, b) => {
    const value = zip(a, b, (x, y) => Math.tanh(x + y));
    return { value, pull: (g) => Array(2).fill(zip(g, value, (x, y) => x * (1 - y * y))) };
  },
  row: (table, i) => {
    const [rows, columns] = table.shape;
    return {
      value: vector(table.data.slice(i * columns, (i + 1) * columns)),
      pull: (g) => {
        const data = Array(rows * columns).fill(0);
        g.data.forEach((x, j) => {
          data[i * columns + j] = x;
        });
        return [{ shape: table.shape, data }];
      },
    };
  },
  sum: (a) => ({
    value: scalar(a.data.reduce((sum, x) => sum + x, 0)),
    pull: (g) => [{ shape: a.shape, data: a.data.map(() => g.data[0]) }],
  }),
  square: (a, target) => {
    const gap = { shape: a.shape, data: a.data.map((x, i) => x - target[i]) };
    return { value: scalar(inner(gap, gap) / 2), pull: (g) => [times(gap, g.data[0])] };
  },
  cross: (a, target) => {
    const { shares, log } = softmax(a);
    const gap = { shape: a.shape, data: shares.map((x, i) => x - (i === target ? 1 : 0)) };
    return { value: scalar(log - a.data[target]), pull: (g) => [times(gap, g.data[0])] };
  },
};

/**
 * A list of nodes that grows as they are computed: `leaf(name, value, kind)` and `apply(name,
 * label, operation, ...)`.
 */
export function tape() {
  const nodes = [];
  const put = (node) => {
    nodes.push({ id: nodes.length, ...node });
    return nodes.at(-1);
  };
  return {
    nodes,
    leaf: (name, value, kind) => put({ name, label: name, kind, operands: [], value }),
    apply: (name, label, operation, operands, detail) =>
      put({
        name,
        label,
        kind: "op",
        operation,
        operands: operands.map(({ id }) => id),
        ...OPERATIONS[operation](
          ...operands.map(({ value }) => value),
          ...(detail === undefined ? [] : [detail]),
        ),
      }),
  };
}

/**
 * The gradient of the last node, backwards: one entry for each operation, with what it sends to its
 * operands.
 */
export function backward({ nodes }) {
  const gradients = new Map([[nodes.length - 1, scalar(1)]]);
  const steps = [];
  for (const { id, operands, pull } of [...nodes].reverse()) {
    const gradient = gradients.get(id);
    if (!gradient || !pull) continue;
    const sent = pull(gradient).map((part, k) => ({ to: operands[k], part }));
    for (const { to, part } of sent) {
      gradients.set(to, gradients.has(to) ? plus(gradients.get(to), part) : part);
    }
    steps.push({ node: id, gradient, sent });
  }
  return { gradients, steps };
}

/** Inner products of arrays of one shape. */
export const gram = (arrays) => arrays.map((a) => arrays.map((b) => inner(a, b)));
