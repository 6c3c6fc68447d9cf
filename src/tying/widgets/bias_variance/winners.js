// Who has the least risk: at a setting, and along the axis.

import { placeOf, range } from "./axis.js";
import { bestTie, risks, terms } from "./risks.js";

const everywhere = (who) => ({ names: [who], bounds: [] });

/** Over the strength of the tie, risk is a parabola around the best one. */
function regionsOfTie(setting) {
  const best = bestTie(setting);
  if (best === null) return everywhere("equal");
  const { bias2Tied, varianceSaved } = terms(setting);
  const outside = bias2Tied < varianceSaved ? "tied" : "separate";
  return { names: [outside, "pooled", outside], bounds: [2 * best - 1, 2 * best] };
}

/**
 * The ratios of bias² to saved variance between which partly pooled estimates win. With weight w
 * they have w² bias² + (1 - w)² saved on top of what all three have: less than the bias² of tied
 * above the first, less than the saved variance of separate below the second.
 */
function ratiosOfPooled({ best, tie: w }) {
  if (best) return [0, Infinity];
  if (w === 0 || w === 1) return [1, 1];
  return [(1 - w) / (1 + w), 2 / w - 1];
}

/** Over heterogeneity and data, the ratio of bias² to saved variance grows. */
function regionsOfRatio(setting) {
  const { bias2Tied, varianceSaved } = terms(setting);
  const alike = setting.axis === "data" && bias2Tied === 0;
  if (varianceSaved === 0) return everywhere(alike ? "equal" : "separate");
  if (alike) return everywhere("tied");
  const bounds = ratiosOfPooled(setting).map((ratio) => placeOf(setting, ratio));
  return { names: ["tied", "pooled", "separate"], bounds };
}

function regions(setting) {
  if (setting.locations === 1) return everywhere("equal");
  return setting.axis === "tie" ? regionsOfTie(setting) : regionsOfRatio(setting);
}

/**
 * Who has the least risk where: [{ from, to, who }] over the whole axis; "equal" where nobody has
 * less than the others.
 */
export function winners(setting) {
  const [first, last] = range(setting);
  const { names, bounds } = regions(setting);
  const within = bounds.map((one) => Math.min(last, Math.max(first, one)));
  const edges = [first, ...within, last];
  return names
    .map((who, k) => ({ from: edges[k], to: edges[k + 1], who }))
    .filter(({ from, to }) => to > from);
}

/**
 * Who wins at the setting itself: of the two extremes, and of all three; "equal" where none has
 * less risk.
 */
export function verdict(setting) {
  const [separate, tied, pooled] = Object.values(risks(setting)).map(({ risk }) => risk);
  const most = Math.max(separate, tied, pooled);
  const close = (one, other) => Math.abs(one - other) <= 1e-9 * most;
  const less = Math.min(separate, tied);
  const better = tied < separate ? "tied" : "separate";
  const extreme = close(separate, tied) ? "equal" : better;
  if (close(Math.min(less, pooled), most)) return { extreme, best: "equal" };
  const best = close(pooled, less) || pooled > less ? extreme : "pooled";
  return { extreme, best };
}
