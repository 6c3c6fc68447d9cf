// Bias², variance and risk of three estimates of T true values, in closed form. Each location gives
// an unbiased estimate with variance v = noise / data; two different errors have correlation r.
// Risk is squared error, averaged over the locations: bias² + variance.

export const ESTIMATES = ["separate", "tied", "pooled"];
export const KINDS = ["bias2", "variance", "risk"];
const POINTS = 61; // of a curve
const ENDS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]; // where the axis of heterogeneity may end
const TOPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]; // and powers of ten times: of that of risk

/**
 * The least correlation that so many errors can all have with one another: their mean then has no
 * variance left.
 */
export const leastCorrelation = (locations) => (locations > 1 ? -1 / (locations - 1) : -1);

/**
 * What a setting comes to: `v` of one estimate; `r`, no less than can be; `spread`, the mean
 * squared distance of the true values from their mean, which is the bias² that a tie adds; `saved`,
 * the variance that it saves; `threshold`, the heterogeneity at which both are equal, null where
 * nothing can be tied.
 */
export function parts({ truth, locations, noise, data, correlation, heterogeneity }) {
  const v = noise / data;
  const apart = 1 - 1 / locations;
  const r = Math.max(correlation, leastCorrelation(locations));
  const random = truth === "random";
  const spread = locations === 1 ? 0 : random ? apart * heterogeneity : heterogeneity;
  const mean = Math.max(0, (v * (1 + (locations - 1) * r)) / locations); // the variance of the mean
  return {
    v,
    r,
    spread,
    mean,
    saved: v * apart * (1 - r),
    threshold: locations === 1 ? null : v * (1 - r) * (random ? 1 : apart),
  };
}

/** The strength of the tie with the least risk; null where every strength has the same. */
export function bestTie(setting) {
  const { spread, saved } = parts(setting);
  return spread + saved > 0 ? saved / (spread + saved) : null;
}

/** The strength in use: the reader's, or the best one. */
export const strength = (setting) =>
  setting.best ? (bestTie(setting) ?? setting.tie) : setting.tie;

/** Bias², variance and risk of the three estimates. */
export function risks(setting) {
  const { spread, saved, mean } = parts(setting);
  const of = (w) => ({
    bias2: w * w * spread,
    variance: mean + (1 - w) * (1 - w) * saved,
    risk: w * w * spread + mean + (1 - w) * (1 - w) * saved,
  });
  return { separate: of(0), tied: of(1), pooled: of(strength(setting)) };
}

/** The setting with x in the place of the quantity on the horizontal axis. */
export const at = (setting, x) =>
  setting.axis === "tie" ? { ...setting, tie: x, best: false } : { ...setting, [setting.axis]: x };

/**
 * Where the horizontal axis begins and ends; that of heterogeneity depends on what has to be seen.
 */
export function range(setting) {
  if (setting.axis === "tie") return [0, 1];
  if (setting.axis === "data") return [1, 64];
  const wanted = Math.max(1.6 * (parts(setting).threshold ?? 0), setting.heterogeneity);
  return [0, ENDS.find((end) => end >= wanted * (1 - 1e-9)) ?? ENDS.at(-1)];
}

/** `count` places on the horizontal axis, in equal steps; data in equal ratios. */
export function places(setting, count = POINTS) {
  const [first, last] = range(setting);
  const steps = Array.from({ length: count }, (_, k) => k / (count - 1));
  return setting.axis === "data"
    ? steps.map((step) => first * (last / first) ** step)
    : steps.map((step) => first + (last - first) * step);
}

/** What stands on the horizontal axis now. */
export const here = (setting) =>
  setting.axis === "tie" ? strength(setting) : setting[setting.axis];

/**
 * The curves of all three estimates over the axis: { x, separate: { bias2, variance, risk }, ... }.
 */
export function curves(setting) {
  const x = places(setting);
  const along = x.map((one) => risks(at(setting, one)));
  const line = (who) =>
    Object.fromEntries(KINDS.map((kind) => [kind, along.map((one) => one[who][kind])]));
  return { x, ...Object.fromEntries(ESTIMATES.map((who) => [who, line(who)])) };
}

/** The end of the vertical axis, common to bias², variance and risk. */
export function top(drawn) {
  const most = Math.max(...ESTIMATES.flatMap((who) => drawn[who].risk));
  if (!(most > 1e-12)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * TOPS.find((step) => step * power >= most * (1 - 1e-9));
}

/**
 * The place on the axis where the spread of the true values is `ratio` times what a tie saves; null
 * where it never is.
 */
export function placeOf(setting, ratio) {
  const { threshold } = parts(setting);
  if (threshold === null || setting.axis === "tie") return null;
  if (setting.axis === "heterogeneity") return ratio * threshold;
  return setting.heterogeneity > 0
    ? (ratio * threshold * setting.data) / setting.heterogeneity
    : null;
}

/** Where separate and tied are equal, on this axis; null where nowhere, or off the axis. */
export function crossing(setting) {
  const place = placeOf(setting, 1);
  const [first, last] = range(setting);
  return place !== null && place >= first && place <= last * (1 + 1e-9) ? place : null;
}

/**
 * What is marked on the axis: where separate and tied are "equal", or the strength with the "least"
 * risk; null for nothing.
 */
export function landmark(setting) {
  const kind = setting.axis === "tie" ? "least" : "equal";
  const place = kind === "least" ? bestTie(setting) : crossing(setting);
  return place === null ? null : { kind, place };
}

/**
 * Who has the least risk where: [{ from, to, who }] over the whole axis; "equal" where nobody has
 * less than the others.
 */
export function winners(setting) {
  const [first, last] = range(setting);
  const { spread, saved } = parts(setting);
  const { axis, best, tie: w } = setting;
  const everywhere = (who) => [{ from: first, to: last, who }];
  if (setting.locations === 1) return everywhere("equal");
  let bounds;
  let names = ["tied", "pooled", "separate"];
  if (axis === "tie") {
    const middle = bestTie(setting);
    const outside = spread < saved ? "tied" : "separate"; // a parabola around the best strength
    if (middle === null) return everywhere("equal");
    [bounds, names] = [
      [2 * middle - 1, 2 * middle],
      [outside, "pooled", outside],
    ];
  } else {
    if (saved === 0) return everywhere(axis === "data" && spread === 0 ? "equal" : "separate");
    if (axis === "data" && spread === 0) return everywhere("tied");
    const ratios = best
      ? [0, Infinity]
      : w === 0 || w === 1
        ? [1, 1]
        : [(1 - w) / (1 + w), 2 / w - 1];
    bounds = ratios.map((ratio) => placeOf(setting, ratio));
  }
  const edges = [first, ...bounds.map((one) => Math.min(last, Math.max(first, one))), last];
  return names
    .map((who, k) => ({ from: edges[k], to: edges[k + 1], who }))
    .filter(({ from, to }) => to > from);
}

/**
 * Who wins at the setting itself: of the two extremes, and of all three; "equal" where none has
 * less risk.
 */
export function verdict(setting) {
  const found = risks(setting);
  const least = Math.min(...ESTIMATES.map((who) => found[who].risk));
  const most = Math.max(...ESTIMATES.map((who) => found[who].risk));
  const close = (one, other) => Math.abs(one - other) <= 1e-9 * most;
  const { separate, tied, pooled } = found;
  const extreme = close(separate.risk, tied.risk)
    ? "equal"
    : tied.risk < separate.risk
      ? "tied"
      : "separate";
  const best =
    close(pooled.risk, Math.min(separate.risk, tied.risk)) || pooled.risk > least
      ? extreme
      : "pooled";
  return { extreme, best: close(least, most) ? "equal" : best, found };
}
