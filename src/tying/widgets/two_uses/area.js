// The arithmetic: the area w (w + a), what each use of w contributes, and how the area grows.

/**
 * The area at `weight`, the contributions of the height and of the width to its gradient, the
 * gradient, and the growth of the area when the weight rises by `step`.
 */
export function growthOfArea({ weight, added, step }) {
  const height = weight;
  const width = weight + added;
  const contributions = [width, height]; // the height moves the long strip, which is as wide
  const gradient = width + height;
  return { area: height * width, contributions, gradient, growth: gradient * step + step * step };
}

/** The end of the axis of guesses, a whole number beyond every mistake that has a sentence. */
export const lastGuess = ({ contributions: [height, width], gradient }) =>
  Math.ceil(1.05 * Math.max(height * width, gradient));
