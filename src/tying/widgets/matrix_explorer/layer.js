// The arithmetic of the page: where each weight stands, outputs, and what a weight receives.

const SIDE = 3; // rows and columns of the kernel

const range = (size) => Array.from({ length: size }, (_, i) => i);

/** Pixels of padding before and behind an axis. */
const ENDS = { valid: [0, 0], same: [1, 1], full: [SIDE - 1, SIDE - 1], circular: [1, 1] };

/** Row and column of the `k`-th of a grid with so many columns. */
export const rowAndColumn = (k, columns) => [Math.floor(k / columns), k % columns];

/** For each place along an axis and each pixel the row of the kernel that meets it, or -1. */
function axis(size, { padding, stride }) {
  const [front, back] = ENDS[padding];
  const places = Math.floor((size + front + back - SIDE) / stride) + 1;
  const offset = (place, pixel) => {
    const away = pixel - (stride * place - front);
    return padding === "circular" ? (away + size) % size : away;
  };
  const met = (away) => (away >= 0 && away < SIDE ? away : -1);
  return range(places).map((place) => range(size).map((pixel) => met(offset(place, pixel))));
}

/** Rows and columns of the output of an image of these. */
export function sizeOf(setting, image) {
  return [axis(image.length, setting).length, axis(image[0].length, setting).length];
}

/** The number of the weight at each entry of the matrix, -1 for a zero; a row for each output. */
function indexOf(setting, image) {
  const [down, across] = [axis(image.length, setting), axis(image[0].length, setting)];
  const entry = (m, n) => (m < 0 || n < 0 ? -1 : m * SIDE + n);
  return down.flatMap((ms) => across.map((ns) => ms.flatMap((m) => ns.map((n) => entry(m, n)))));
}

/**
 * The places of a weight: row, column, and what it contributes to the gradient of half the sum of
 * the squared outputs, the output times the pixel. Without sharing only those of one output count.
 */
export function placesOf(weight, { index, outputs }, { shared, output }, image) {
  const pixels = image.flat();
  return index.flatMap((entries, row) => {
    const column = entries.indexOf(weight);
    if (column < 0 || (!shared && row !== output)) return [];
    return [{ row, column, y: outputs[row], x: pixels[column] }];
  });
}

/** What the page shows of a setting, as `matrix_answer` of the package computes it. */
export function answerOf(setting, image) {
  const [index, pixels] = [indexOf(setting, image), image.flat()];
  const products = (entries) =>
    entries.map((weight, k) => (weight < 0 ? 0 : setting.kernel[weight] * pixels[k]));
  const outputs = index.map((entries) => products(entries).reduce((sum, one) => sum + one, 0));
  const places = range(SIDE ** 2).map((weight) =>
    placesOf(weight, { index, outputs }, setting, image),
  );
  const gradient = places.map((all) => all.reduce((sum, { y, x }) => sum + y * x, 0));
  return { index, outputs, gradient, occurrences: places.map((all) => all.length) };
}

/** The setting with `values`, and with an output that is there. */
export function changed(setting, values, image) {
  const next = { ...setting, ...values };
  const [rows, columns] = sizeOf(next, image);
  return { ...next, output: Math.min(next.output, rows * columns - 1) };
}
