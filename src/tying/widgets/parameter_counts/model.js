// The arithmetic of three layers that map one image to another, in integers. The settings that
// Python allows keep every number far below 2^53, so that plain numbers are exact.

export const LAYERS = ["dense", "local", "convolution"];

/** Places that a window finds along one side of the image; below 1 where it does not fit. */
export const outputSize = (size, { kernel, stride, padding }) => Math.floor((size + 2 * padding - kernel) / stride) + 1;

/** Why the window does not fit, with the changes that would help; null where it fits. */
export function misfit({ height, width, kernel, padding }) {
  const side = height <= width ? "height" : "width", size = Math.min(height, width), total = size + 2 * padding;
  return kernel <= total ? null : { side, size, kernel, padding, total, needed: Math.ceil((kernel - size) / 2), larger: kernel - 2 * padding };
}

/** Weights, biases and multiply-adds of the three layers, and the output's size; null where the window does not fit. */
export function countLayers(setting) {
  if (misfit(setting)) return null;
  const { height, width, channels_in: from, channels_out: to, kernel, bias } = setting;
  const rows = outputSize(height, setting), columns = outputSize(width, setting);
  const outputs = rows * columns * to, inputs = height * width * from, window = kernel * kernel * from;
  const own = bias === "none" ? 0 : outputs, shared = bias === "none" ? 0 : to;
  const layer = (weights, biases, macs) => ({ weights, biases, macs });
  return {
    height: rows, width: columns,
    dense: layer(inputs * outputs, own, inputs * outputs),
    local: layer(window * outputs, bias === "output" ? own : shared, window * outputs),
    convolution: layer(window * to, shared, window * outputs),
  };
}

export const parameters = ({ weights, biases }) => weights + biases;

/** a : b in lowest terms. */
export function fraction(a, b) {
  let [x, y] = [a, b];
  while (y) [x, y] = [y, x % y];
  return [a / x, b / x];
}

/** The weights of one output: channel f at place (i, j). Numbers count from 0 in `weight.flatten()`. */
export function weightsOf(layer, { height, width, channels_in: from, channels_out: to, kernel }, counts, { i, j, f }) {
  const place = i * counts.width + j, window = kernel * kernel * from, inputs = height * width * from;
  if (layer === "dense") return { first: (f * counts.height * counts.width + place) * inputs, count: inputs };
  return { first: (layer === "local" ? place * to + f : f) * window, count: window };
}

/** Where the window of place (i, j) lies: its first row and column, those outside the image negative or beyond it. */
export const windowAt = ({ stride, padding }, i, j) => ({ top: stride * i - padding, left: stride * j - padding });

/** The cells of the window of place (i, j), first input channel: where each lies, and its offset from the first weight. */
export function windowCells(setting, i, j) {
  const { top, left } = windowAt(setting, i, j), { kernel, height, width } = setting;
  return Array.from({ length: kernel * kernel }, (_, offset) => {
    const row = top + Math.floor(offset / kernel), column = left + (offset % kernel);
    return { row, column, offset, inside: row >= 0 && row < height && column >= 0 && column < width };
  });
}

/** A shade between 0 and 1 that belongs to a weight; those of two layers differ, whatever their numbers. */
export function shade(id, layer = "local") {
  let mixed = Math.imul(id + (layer === "local" ? 1 : 0x40000000), 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}
