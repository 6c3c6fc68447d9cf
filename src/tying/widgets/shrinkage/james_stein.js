// The arithmetic of the page: eight estimates, moved towards their mean as James and Stein do.

export const COUNT = 8;

/** T - 3, which stands in the weight. */
export const FACTOR = COUNT - 3;

const total = (values) => values.reduce((sum, value) => sum + value, 0);

/**
 * What comes of a setting: the `estimates`, their `mean`, the sum of their `squares` around it, the
 * `weight` by which all are moved, and the `pooled` estimates. With `errors` (standard normal
 * numbers) the values are true values, which are estimated.
 */
export function shrunk({ values, noise, errors }) {
  const scale = Math.sqrt(noise);
  const estimates = errors ? values.map((value, k) => value + scale * errors[k]) : values;
  const mean = total(estimates) / COUNT;
  const squares = total(estimates.map((x) => (x - mean) ** 2));
  const weight = squares > 0 ? Math.min(1, (FACTOR * noise) / squares) : 1;
  const pooled = estimates.map((x) => mean + (1 - weight) * (x - mean));
  return { estimates, mean, squares, weight, pooled };
}

/**
 * One set of estimates against the true values: the squared errors of each, `separate` and
 * `pooled`, and whether their sum is `nearer` when pooled, as 0 or 1. `count` is 1.
 */
export function errorsOf(truth, { estimates, pooled }) {
  const squared = (values) => values.map((value, k) => (value - truth[k]) ** 2);
  const separate = squared(estimates);
  const moved = squared(pooled);
  return { count: 1, separate, pooled: moved, nearer: +(total(moved) < total(separate)) };
}

/** The errors of two tallies together. */
export const together = (one, other) => ({
  count: one.count + other.count,
  separate: one.separate.map((sum, k) => sum + other.separate[k]),
  pooled: one.pooled.map((sum, k) => sum + other.pooled[k]),
  nearer: one.nearer + other.nearer,
});

/** The errors of `count` new sets, and the standard normal `errors` of the last; `draw()` draws. */
export function measure({ values, noise }, count, draw) {
  let tally = null;
  let errors = [];
  for (let k = 0; k < count; k += 1) {
    errors = Array.from({ length: COUNT }, draw);
    const one = errorsOf(values, shrunk({ values, noise, errors }));
    tally = tally ? together(tally, one) : one;
  }
  return { ...tally, errors };
}

/** Mean squared error over the eight and over the sets. */
export const meanError = (sums, count) => total(sums) / (COUNT * count);

/** How many times the separate one the error of each is when it is pooled; null for 0 of 0. */
export const ratios = ({ separate, pooled }) =>
  pooled.map((sum, k) => (separate[k] > 0 ? sum / separate[k] : null));
