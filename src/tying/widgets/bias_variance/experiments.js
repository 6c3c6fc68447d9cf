// Experiments with simulated errors, to set beside the closed forms. One experiment draws two sets
// of data for the same true values. With d and d' the two deviations of an estimate from the truth,
// d·d' has the mean bias², (d − d')²/2 the mean variance, and both add up to (d² + d'²)/2, whose
// mean is the risk.

import { ESTIMATES, KINDS, strength, terms } from "./risks.js";

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

/** A function that fills an array with the true values of the next experiment. */
function valuesOf({ truth, locations, heterogeneity }, draw) {
  if (truth === "fixed") {
    const fixed = ladder(locations, heterogeneity);
    return (values) => values.set(fixed);
  }
  const scale = Math.sqrt(heterogeneity);
  return (values) => {
    for (let t = 0; t < locations; t++) values[t] = scale * draw();
  };
}

/**
 * A function that fills `data` with estimates of the true values, and returns their mean. The mean
 * of independent errors, and what is left of each, are stretched by a scale of their own: then they
 * have variance v and correlation r.
 */
function estimatesOf(setting, draw) {
  const { locations } = setting;
  const { v, r } = terms(setting);
  const own = Math.sqrt(v * (1 - r));
  const common = Math.sqrt(v * Math.max(0, 1 + (locations - 1) * r));
  return (data, values) => {
    let mean = 0;
    let total = 0;
    for (let t = 0; t < locations; t++) {
      data[t] = draw();
      mean += data[t] / locations;
    }
    for (let t = 0; t < locations; t++) {
      data[t] = values[t] + own * (data[t] - mean) + common * mean;
      total += data[t];
    }
    return total / locations;
  };
}

/** d·d' and (d − d')²/2 of estimates with weight w, as means over the locations. */
function compare(values, [first, second], [mean, other], w) {
  let product = 0;
  let apart = 0;
  for (let t = 0; t < values.length; t++) {
    const one = first[t] + w * (mean - first[t]) - values[t];
    const two = second[t] + w * (other - second[t]) - values[t];
    product += one * two;
    apart += (one - two) ** 2 / 2;
  }
  return [product / values.length, apart / values.length];
}

const named = (names, values) => Object.fromEntries(names.map((name, k) => [name, values[k]]));

/**
 * Measured bias², variance and risk of the three estimates at one setting, each { mean, error }.
 */
export function experiment(setting, count, draw) {
  const weights = [0, 1, strength(setting)];
  const samples = ESTIMATES.map(() => KINDS.map(() => new Float64Array(count)));
  const array = () => new Float64Array(setting.locations);
  const values = array();
  const sets = [array(), array()];
  const setValues = valuesOf(setting, draw);
  const estimate = estimatesOf(setting, draw);
  for (let k = 0; k < count; k++) {
    setValues(values);
    const means = sets.map((data) => estimate(data, values));
    weights.forEach((w, who) => {
      const [bias2, variance] = compare(values, sets, means, w);
      const [ofBias2, ofVariance, ofRisk] = samples[who];
      ofBias2[k] = bias2;
      ofVariance[k] = variance;
      ofRisk[k] = bias2 + variance;
    });
  }
  const measured = samples.map((kinds) => named(KINDS, kinds.map(summary)));
  return named(ESTIMATES, measured);
}
