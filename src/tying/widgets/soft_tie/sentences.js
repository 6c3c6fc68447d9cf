// What the widget says.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { sharesOf, strengthOf } from "./posterior.js";

export const two = (value) => value.toFixed(2).replace("-", "−").replace("−0.00", "0.00");

/** A strength that may be infinite, with three digits. */
export const strengthInWords = (t, setting) => {
  const strength = strengthOf(setting);
  return Number.isFinite(strength) ? format(+strength.toPrecision(3)) : t.infinite;
};

/** The spread in words: what the slider says. */
export function spreadInWords(t, spread) {
  if (!spread) return t.value.hard;
  return fill(t.value.spread, { spread: format(spread), root: two(Math.sqrt(spread)) });
}

/** What has just happened: how far both have moved. */
export function movedInWords(t, setting, { mean }) {
  if (!setting.spread) return fill(t.moved.hard, { tied: two(mean[0]) });
  if (setting.x[0] === setting.x[1]) return t.moved.equal;
  const ways = sharesOf(setting).map((share) => format(Math.round(1000 * share) / 10));
  const which = ways[0] === ways[1] ? "both" : setting.v[0] > setting.v[1] ? "first" : "second";
  return fill(t.moved[which], { first: ways[0], second: ways[1] });
}

/** The line of numbers below the rows. */
export function sumInWords(t, { v }, { mean, sum }) {
  const [first, second] = mean.map(two);
  const [v1, v2] = v.map(format);
  return fill(t.sum, { first, second, v1, v2, sum: two(sum) });
}

/** The picture in words, for those who do not see it. */
export function pictureInWords(t, { x, spread }, { mean, covariance, tied }) {
  const deviations = [0, 1].map((k) => two(Math.sqrt(covariance[k][k])));
  return fill(t.picture, {
    x: x.map(format).join(", "),
    spread: format(spread),
    mean: mean.map(two).join(", "),
    deviations: deviations.join(", "),
    tied: two(tied),
  });
}
