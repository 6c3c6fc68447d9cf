// Operations that a tape can differentiate. Each takes its operands, and what it needs besides: a
// target, the number of a row. It returns its value, and `pull`: what it sends to each operand,
// from the gradient of the value.

import {
  combine,
  inner,
  outer,
  plus,
  product,
  scalar,
  sum,
  times,
  transposedProduct,
  vector,
} from "./arrays.js";

const add = (a, b) => ({ value: plus(a, b), pull: (g) => [g, g] });

const matvec = (w, x) => ({
  value: product(w, x),
  pull: (g) => [outer(g, x), transposedProduct(w, g)],
});

/** tanh(a + b) */
function tanh(a, b) {
  const value = combine(a, b, (x, y) => Math.tanh(x + y));
  const slope = (g) => combine(g, value, (x, y) => x * (1 - y * y));
  return { value, pull: (g) => [slope(g), slope(g)] };
}

/** Row i of a table; the gradient of the table is zero in all others. */
function row(table, i) {
  const width = table.shape[1];
  const isInRow = (k) => Math.floor(k / width) === i;
  return {
    value: vector(table.data.filter((_, k) => isInRow(k))),
    pull: (g) => {
      const data = table.data.map((_, k) => (isInRow(k) ? g.data[k % width] : 0));
      return [{ shape: table.shape, data }];
    },
  };
}

const sumOf = (a) => ({
  value: scalar(sum(a.data)),
  pull: (g) => [{ shape: a.shape, data: a.data.map(() => g.data[0]) }],
});

/** ½‖a − t‖²; the target is given, so nothing is sent to it. */
function square(a, target) {
  const gap = combine(a, target, (x, t) => x - t);
  return { value: scalar(inner(gap, gap) / 2), pull: (g) => [times(gap, g.data[0])] };
}

/** log Σᵢ exp aᵢ − aₜ, with the largest aᵢ taken out of the exponents; softmax(a) − eₜ. */
function cross(a, target) {
  const top = Math.max(...a.data);
  const powers = a.data.map((x) => Math.exp(x - top));
  const total = sum(powers);
  const gap = vector(powers.map((x, i) => x / total - (i === target ? 1 : 0)));
  return {
    value: scalar(Math.log(total) + top - a.data[target]),
    pull: (g) => [times(gap, g.data[0])],
  };
}

export const OPERATIONS = { add, matvec, tanh, row, sum: sumOf, square, cross };
