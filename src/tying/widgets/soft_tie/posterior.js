// The arithmetic of the page: the posterior of two values that are joined by a spring.

/**
 * The numbers of a setting { x, v, spread } in the form of the kernel's answer: each value moves
 * towards the other observation by the share v / (v₁ + v₂ + spread) of their distance.
 */
export function answerOf({ x, v, spread }) {
  const total = v[0] + v[1] + spread;
  const mean = x.map((one, k) => one - ((one - x[1 - k]) * v[k]) / total);
  const between = (v[0] * v[1]) / total;
  const covariance = [
    [v[0] - (v[0] * v[0]) / total, between],
    [between, v[1] - (v[1] * v[1]) / total],
  ];
  const tied = (x[0] * v[1] + x[1] * v[0]) / (v[0] + v[1]);
  return { mean, covariance, tied, sum: mean[0] / v[0] + mean[1] / v[1] };
}

/** The share of the distance of the observations by which each value has moved. */
export const sharesOf = ({ v, spread }) => v.map((one) => one / (v[0] + v[1] + spread));

/** The strength of the penalty that is this prior; Infinity for a hard tie. */
export const strengthOf = ({ spread }) => 1 / (2 * spread);

/** Half-axes and direction, in degrees against the first axis, of the ellipse of a covariance. */
export function ellipseOf([[a, b], [, c]]) {
  const middle = (a + c) / 2;
  const swing = Math.hypot((a - c) / 2, b);
  const axes = [middle + swing, Math.max(0, middle - swing)].map(Math.sqrt);
  return { axes, turn: (Math.atan2(2 * b, a - c) * 90) / Math.PI };
}
