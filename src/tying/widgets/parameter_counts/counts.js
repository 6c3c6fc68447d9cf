// The arithmetic of three layers that map one image to another, in integers. The settings that
// Python allows keep every number far below 2^53, so that plain numbers are exact.

export const LAYERS = ["dense", "local", "convolution"];

/** Places that a window finds along one side of the image; below 1 where it does not fit. */
export const outputSize = (size, { kernel, stride, padding }) =>
  Math.floor((size + 2 * padding - kernel) / stride) + 1;

/** Why the window does not fit, with the changes that would help; null where it fits. */
export function misfit({ height, width, kernel, padding }) {
  const side = height <= width ? "height" : "width";
  const size = Math.min(height, width);
  const total = size + 2 * padding;
  if (kernel <= total) return null;
  const needed = Math.ceil((kernel - size) / 2);
  return { side, size, kernel, padding, total, needed, larger: kernel - 2 * padding };
}

/** How many biases the three layers have under a convention. */
function biasesOf(bias, outputs, channels) {
  if (bias === "none") return { dense: 0, local: 0, convolution: 0 };
  return { dense: outputs, local: bias === "output" ? outputs : channels, convolution: channels };
}

/**
 * Weights, biases and multiply-adds of the three layers, and the output's size; null where the
 * window does not fit.
 */
export function countLayers(setting) {
  if (misfit(setting)) return null;
  const { height, width, channels_in: from, channels_out: to, kernel, bias } = setting;
  const rows = outputSize(height, setting);
  const columns = outputSize(width, setting);
  const outputs = rows * columns * to;
  const inputs = height * width * from;
  const window = kernel * kernel * from;
  const biases = biasesOf(bias, outputs, to);
  const layer = (name, weights, macs) => ({ weights, biases: biases[name], macs });
  return {
    height: rows,
    width: columns,
    dense: layer("dense", inputs * outputs, inputs * outputs),
    local: layer("local", window * outputs, window * outputs),
    convolution: layer("convolution", window * to, window * outputs),
  };
}

export const parameters = ({ weights, biases }) => weights + biases;

/** a : b in lowest terms. */
export function fraction(a, b) {
  let [x, y] = [a, b];
  while (y) [x, y] = [y, x % y];
  return [a / x, b / x];
}
