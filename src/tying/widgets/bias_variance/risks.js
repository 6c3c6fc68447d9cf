// Bias², variance and risk of three estimates of T true values, in closed form. Each location gives
// an unbiased estimate with variance v = noise / data; two different errors have correlation r.
// Risk is squared error, averaged over the locations: bias² + variance.

export const ESTIMATES = ["separate", "tied", "pooled"];
export const KINDS = ["bias2", "variance", "risk"];

/**
 * The least correlation that so many errors can all have with one another: their mean then has no
 * variance left.
 */
export const leastCorrelation = (locations) => (locations > 1 ? -1 / (locations - 1) : -1);

/** Mean squared distance of the true values from their mean: the bias² that a tie adds. */
function biasOfTie({ truth, locations, heterogeneity }) {
  if (locations === 1) return 0;
  return truth === "random" ? (1 - 1 / locations) * heterogeneity : heterogeneity;
}

/**
 * What a setting comes to: `v` of one estimate; `r`, no less than can be; `bias2Tied`, the bias²
 * that a tie adds; `varianceTied`, the variance of the mean; `varianceSaved`, which a tie
 * removes; `threshold`, the heterogeneity at which separate and tied are equal, null where nothing
 * can be tied.
 */
export function terms(setting) {
  const { truth, locations, noise, data, correlation } = setting;
  const v = noise / data;
  const rest = 1 - 1 / locations;
  const r = Math.max(correlation, leastCorrelation(locations));
  return {
    v,
    r,
    bias2Tied: biasOfTie(setting),
    varianceTied: Math.max(0, (v * (1 + (locations - 1) * r)) / locations),
    varianceSaved: v * rest * (1 - r),
    threshold: locations === 1 ? null : v * (1 - r) * (truth === "random" ? 1 : rest),
  };
}

/** The strength of the tie with the least risk; null where every strength has the same. */
export function bestTie(setting) {
  const { bias2Tied, varianceSaved } = terms(setting);
  const sum = bias2Tied + varianceSaved;
  return sum > 0 ? varianceSaved / sum : null;
}

/** The strength in use: the reader's, or the best one. */
export const strength = (setting) =>
  setting.best ? (bestTie(setting) ?? setting.tie) : setting.tie;

/** Bias², variance and risk of the three estimates. */
export function risks(setting) {
  const { bias2Tied, varianceTied, varianceSaved } = terms(setting);
  const withWeight = (w) => {
    const bias2 = w * w * bias2Tied;
    const kept = (1 - w) * (1 - w) * varianceSaved;
    return { bias2, variance: varianceTied + kept, risk: bias2 + varianceTied + kept };
  };
  return { separate: withWeight(0), tied: withWeight(1), pooled: withWeight(strength(setting)) };
}
