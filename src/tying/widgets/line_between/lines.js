// The arithmetic of the page: tied autoencoders on the line between two, and their losses.

const ACTIVATIONS = {
  linear: (z) => z,
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
};

const SCALE = 16; // what a pixel is divided by
const SAME = 1e-6; // a change of the loss below this is rounding

const meanOf = (rows) =>
  rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length);

/** The images as numbers from 0 to 4. */
export const scaled = (images) => images.map((image) => image.map((value) => value / SCALE));

/** W at a share of the way from `one` to `other`. */
export const between = (one, other, share) =>
  one.map((row, k) => row.map((value, j) => value + share * (other[k][j] - value)));

/** What the network puts out for an image: the mean image is taken away and put back. */
function output(W, kind, image, mean) {
  const rest = image.map((value, j) => value - mean[j]);
  const code = W.map((row) =>
    ACTIVATIONS[kind](row.reduce((sum, weight, j) => sum + weight * rest[j], 0)),
  );
  return mean.map((value, j) => value + W.reduce((sum, row, k) => sum + row[j] * code[k], 0));
}

function lossOf(W, kind, data, mean) {
  const errors = data.map((image) =>
    output(W, kind, image, mean).reduce((sum, value, j) => sum + (value - image[j]) ** 2, 0),
  );
  return errors.reduce((sum, one) => sum + one, 0) / data.length;
}

/** All numbers of a setting, in the form of the kernel's answer. */
export function answerOf({ kind, change, place }, { images, firsts, seconds, shown, last }) {
  const data = scaled(images);
  const mean = meanOf(data);
  const at = (which, k) => between(firsts[kind][which], seconds[kind], k / last);
  const along = (which) =>
    Array.from({ length: last + 1 }, (_, k) => lossOf(at(which, k), kind, data, mean));
  return {
    losses: along(change),
    before: along("none"),
    outputs: shown.map((k) => output(at(change, place), kind, data[k], mean)),
  };
}

/** How far the losses rise above the straight line between the two ends, at most. */
export function barrierOf(losses) {
  const [first, last] = [losses[0], losses.at(-1)];
  const rises = losses.map((loss, k) => loss - first - (k / (losses.length - 1)) * (last - first));
  return Math.max(...rises);
}

/** Whether the first network has the loss that it had before the change. */
export const isSame = ({ losses, before }) => Math.abs(losses[0] - before[0]) < SAME;
