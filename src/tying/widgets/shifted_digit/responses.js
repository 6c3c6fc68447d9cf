// The arithmetic of the page: one convolution on a canvas that is a ring, and both ways to a moved
// response. Pixels are sixteenths and weights are integers, so that every response is exact.

const SIZE = 16; // rows and columns of the canvas
const LEAST = 1e-9; // below this a difference is rounding

const grid = (rows, columns, value) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => value(i, j)));

const around = (k, size) => ((k % size) + size) % size;

/** The digit in the middle of its canvas, with ink from 0 to 1. */
export function canvas(digit) {
  const margin = (SIZE - digit.length) / 2;
  return grid(SIZE, SIZE, (i, j) => (digit[i - margin]?.[j - margin] ?? 0) / 16);
}

/** What stands in `map`, moved down and to the right around the ring. */
export function roll(map, rows, columns) {
  const [height, width] = [map.length, map[0].length];
  return grid(height, width, (i, j) => map[around(i - rows, height)][around(j - columns, width)]);
}

/** The response of the kernel at every `stride`-th pixel; its middle weight meets this pixel. */
export function respond(image, weights, { stride, padding }) {
  const [height, width] = [image.length, image[0].length];
  const pixel =
    padding === "circular"
      ? (i, j) => image[around(i, height)][around(j, width)]
      : (i, j) => image[i]?.[j] ?? 0;
  const middle = (weights.length - 1) / 2;
  const meet = (i, j) => {
    let sum = 0;
    weights.forEach((row, m) =>
      row.forEach((weight, n) => (sum += weight * pixel(i + m - middle, j + n - middle))),
    );
    return sum;
  };
  return grid(height / stride, width / stride, (i, j) => meet(stride * i, stride * j));
}

const subtract = (one, other) => one.map((row, i) => row.map((value, j) => value - other[i][j]));

/** The size of a map: the root of the sum of its squares. */
export const norm = (map) => Math.sqrt(map.flat().reduce((sum, value) => sum + value * value, 0));

/** The whole numbers nearest to `shift / stride`: one of them, or two. */
const nearest = (shift, stride) => [
  ...new Set([Math.floor(shift / stride), Math.ceil(shift / stride)]),
];

/**
 * f(x), f(Sx) and S'f(x), and their error, as `shift_both_ways` of Python has them: of the nearest
 * moves by whole places, the better one.
 */
export function bothWays(setting, digit, weights) {
  const { rows, columns, stride } = setting;
  const image = canvas(digit);
  const response = respond(image, weights, setting);
  const first = respond(roll(image, rows, columns), weights, setting);
  const candidates = nearest(rows, stride).flatMap((down) =>
    nearest(columns, stride).map((right) => roll(response, down, right)),
  );
  const sizes = candidates.map((one) => norm(subtract(first, one)));
  const least = Math.min(...sizes);
  const last = candidates[sizes.indexOf(least)];
  return {
    response,
    shifted_first: first,
    shifted_last: last,
    relative_error: least / norm(response),
  };
}

/** What is left of a map once the places are gone: its largest value and its average. */
export function pooled(map) {
  const values = map.flat();
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { largest: Math.max(...values), average };
}

/** How large the difference is at each place. */
export const difference = (ways) =>
  subtract(ways.shifted_first, ways.shifted_last).map((row) => row.map(Math.abs));

/** At how many places the two ways differ. */
export const differing = (ways) =>
  difference(ways)
    .flat()
    .filter((size) => size > LEAST).length;
