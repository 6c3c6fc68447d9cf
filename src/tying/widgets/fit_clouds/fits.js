// The arithmetic of the page: fits of two weights, and the parts of their risk. A training set has
// one observation of each weight, with noise of variance 1. The separate fit takes both; the tied
// fit takes their mean twice. Risks are means over the two weights: half of the squared lengths.

export const KINDS = ["separate", "tied"];

export const truthOf = (h) => [h, -h];

/** Fits to the training sets that are drawn, as points: { separate: [[x, y], ...], tied }. */
export function fitsOf({ h, sets }, noise) {
  const [first, second] = truthOf(h);
  const separate = noise.slice(0, sets).map(([a, b]) => [first + a, second + b]);
  const tied = separate.map(([x, y]) => [(x + y) / 2, (x + y) / 2]);
  return { separate, tied };
}

const average = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Half of the squared distance of two points. */
const apart = ([a, b], [x, y]) => ((a - x) ** 2 + (b - y) ** 2) / 2;

/** The mean of some fits, and the parts of their risk: { mean, bias2, variance }. */
export function sampleRisk(points, truth) {
  const mean = [0, 1].map((k) => average(points.map((point) => point[k])));
  const variance = average(points.map((point) => apart(point, mean)));
  return { mean, bias2: apart(mean, truth), variance };
}

/** 1 - erf(x), by the Maclaurin series of erf: exact to rounding for x from 0 to 1. */
function erfc(x) {
  let term = x;
  let sum = x;
  for (let n = 1; n < 25; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return 1 - (2 / Math.sqrt(Math.PI)) * sum;
}

/**
 * The parts of the risks as an average over all training sets that might be drawn, and the share
 * of these sets whose tied fit is nearer. Both fits have the same error along the diagonal. Across
 * it the tied fit is h√2 away, and the separate fit a normal number with variance 1.
 */
export const theory = (h) => ({
  nearer: erfc(h),
  separate: { bias2: 0, variance: 1 },
  tied: { bias2: h * h, variance: 1 / 2 },
});

/** All numbers of a setting, in the form of the kernel's answer. */
export function answerOf(setting, noise) {
  const truth = truthOf(setting.h);
  const { separate, tied } = fitsOf(setting, noise);
  const nearer = tied.filter((point, k) => apart(point, truth) < apart(separate[k], truth));
  return {
    nearer: nearer.length,
    theory: theory(setting.h),
    separate: sampleRisk(separate, truth),
    tied: sampleRisk(tied, truth),
  };
}

export const riskOf = ({ bias2, variance }) => bias2 + variance;

/** Length of the arrow from the truth to the mean. */
export const arrowOf = ({ bias2 }) => Math.sqrt(2 * bias2);

/** Radius of the circle around the mean: the root of the mean squared distance of the fits. */
export const radiusOf = ({ variance }) => Math.sqrt(2 * variance);
