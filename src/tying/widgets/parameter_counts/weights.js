// Which weights an output uses, and where they lie on the image. Weights are numbered from 0 as
// they stand in `weight.flatten()`. An output is channel f at place (i, j).

/** The weights of one output: the number of the first, and how many follow one another. */
export function weightsOf(layer, setting, counts, { i, j, f }) {
  const { height, width, channels_in: from, channels_out: to, kernel } = setting;
  const place = i * counts.width + j;
  if (layer === "dense") {
    const inputs = height * width * from;
    return { first: (f * counts.height * counts.width + place) * inputs, count: inputs };
  }
  const window = kernel * kernel * from;
  return { first: (layer === "local" ? place * to + f : f) * window, count: window };
}

/** First row and column of the window of place (i, j); in the padding they may be negative. */
export const windowAt = ({ stride, padding }, i, j) => ({
  top: stride * i - padding,
  left: stride * j - padding,
});

/**
 * The cells of the window of place (i, j), first input channel: where each lies, its offset from
 * the first weight, and whether it is inside of the image.
 */
export function windowCells(setting, i, j) {
  const { top, left } = windowAt(setting, i, j);
  const { kernel, height, width } = setting;
  return Array.from({ length: kernel * kernel }, (_, offset) => {
    const row = top + Math.floor(offset / kernel);
    const column = left + (offset % kernel);
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    return { row, column, offset, inside };
  });
}

/**
 * A shade between 0 and 1 that belongs to a weight; those of two layers differ, whatever their
 * numbers.
 */
export function shade(id, layer = "local") {
  let mixed = Math.imul(id + (layer === "local" ? 1 : 0x40000000), 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}
