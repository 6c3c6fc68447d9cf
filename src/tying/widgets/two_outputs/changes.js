// The arithmetic of the page: which pixels a weight meets, and by how much outputs change.

const grid = (size, value) =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => value(i, j)));

/** Rows and columns of the output of a kernel on an image, at stride 1 and without padding. */
export const placesOf = (image, weights) => image.length - weights.length + 1;

/** Row and column of the `k`-th of a grid with so many columns. */
export const rowAndColumn = (k, columns) => [Math.floor(k / columns), k % columns];

/** The pixel that a weight meets for the output at row i and column j: row and column. */
export function metBy(weight, i, j, weights) {
  const [m, n] = rowAndColumn(weight, weights.length);
  return [i + m, j + n];
}

/**
 * By how much the outputs change: in the convolution each by `added` times the pixel that the
 * weight meets there, in the locally connected layer A alone, whose weight it is.
 */
export function changes({ a, weight, added }, image, weights) {
  const places = placesOf(image, weights);
  const change = (i, j) => {
    const [row, column] = metBy(weight, i, j, weights);
    return added * image[row][column] + 0; // a zero without a sign
  };
  return {
    convolution: grid(places, change),
    local: grid(places, (i, j) => (i * places + j === a ? change(i, j) : 0)),
  };
}

/** Weights that each layer stores, and the multiply-adds of either. */
export function counts(image, weights) {
  const kernel = weights.length ** 2;
  const all = placesOf(image, weights) ** 2 * kernel;
  return { convolution: kernel, local: all, macs: all };
}

/** The setting with `values`; an output that moves onto the other changes places with it. */
export function changed(setting, values) {
  const next = { ...setting, ...values };
  if (next.a !== next.b) return next;
  return "a" in values ? { ...next, b: setting.a } : { ...next, a: setting.b };
}
