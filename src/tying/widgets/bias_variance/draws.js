// Experiments with simulated errors, to set beside the closed forms. One experiment draws two sets
// of data for the same true values. With d and d' the two deviations of an estimate from the truth,
// d·d' has the mean bias², (d − d')²/2 the mean variance, and both add up to (d² + d'²)/2, whose
// mean is the risk.

import { ESTIMATES, KINDS, at, parts, strength } from "./model.js";

/** Numbers in [0, 1) from a seed: mulberry32, of T. Ettinger, 2017. */
export function uniform(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers, two for each pair of uniform ones (Box and Muller, 1958). */
export function normal(seed) {
  const next = uniform(seed);
  let spare = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/**
 * True values at fixed places: equally spaced, with the mean square `spread` around their mean 0.
 */
export function ladder(locations, spread) {
  if (locations === 1) return [0];
  const step = Math.sqrt((12 * spread) / (locations * locations - 1));
  return Array.from({ length: locations }, (_, t) => step * (t - (locations - 1) / 2));
}

/** Mean and standard error of some numbers. */
export function summary(values) {
  let sum = 0;
  let squares = 0;
  for (const one of values) sum += one;
  const mean = sum / values.length;
  for (const one of values) squares += (one - mean) ** 2;
  return { mean, error: Math.sqrt(squares / values.length / (values.length - 1)) };
}

/**
 * Measured bias², variance and risk of the three estimates at one setting, each { mean, error }.
 */
export function experiment(setting, count, draw) {
  const { locations, truth, heterogeneity } = setting;
  const { v, r } = parts(setting);
  const gains = [0, 1, strength(setting)];
  const own = Math.sqrt(v * (1 - r));
  const common = Math.sqrt(v * Math.max(0, 1 + (locations - 1) * r));
  const values = Float64Array.from(ladder(locations, heterogeneity));
  const sets = [new Float64Array(locations), new Float64Array(locations)];
  const measured = ESTIMATES.map(() => KINDS.map(() => new Float64Array(count)));
  const fillWithData = (data) => {
    // errors of variance v and correlation r: their mean, and what is left of each, have a scale of
    // their own
    let mean = 0;
    let total = 0;
    for (let t = 0; t < locations; t++) mean += (data[t] = draw()) / locations;
    for (let t = 0; t < locations; t++) {
      total += data[t] = values[t] + own * (data[t] - mean) + common * mean;
    }
    return total / locations;
  };
  for (let k = 0; k < count; k++) {
    if (truth === "random") {
      for (let t = 0; t < locations; t++) values[t] = Math.sqrt(heterogeneity) * draw();
    }
    const [first, second] = sets;
    const [mean, other] = sets.map(fillWithData);
    gains.forEach((w, who) => {
      let product = 0;
      let apart = 0;
      for (let t = 0; t < locations; t++) {
        const one = first[t] + w * (mean - first[t]) - values[t];
        const two = second[t] + w * (other - second[t]) - values[t];
        product += one * two;
        apart += (one - two) ** 2 / 2;
      }
      [product, apart, product + apart].forEach(
        (total, kind) => (measured[who][kind][k] = total / locations),
      );
    });
  }
  const named = (names, values) => Object.fromEntries(names.map((name, k) => [name, values[k]]));
  return named(
    ESTIMATES,
    measured.map((one) => named(KINDS, one.map(summary))),
  );
}

/**
 * Experiments at several places of the axis: [{ x, separate: { bias2: { mean, error }, ... }, ...
 * }].
 */
export function experiments(setting, xs, count, seed) {
  const draw = normal(seed);
  return xs.map((x) => ({ x, ...experiment(at(setting, x), count, draw) }));
}
