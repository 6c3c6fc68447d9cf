// The horizontal axis: one quantity of the setting is varied, and some of its values matter.

import { bestTie, strength, terms } from "./risks.js";

const POINTS = 61; // of a curve
const ENDS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]; // where the axis of heterogeneity may end
const ROUNDING = 1e-9;

/** The setting with x in the place of the quantity on the horizontal axis. */
export const at = (setting, x) =>
  setting.axis === "tie" ? { ...setting, tie: x, best: false } : { ...setting, [setting.axis]: x };

/**
 * Where the horizontal axis begins and ends; that of heterogeneity depends on the setting.
 */
export function range(setting) {
  if (setting.axis === "tie") return [0, 1];
  if (setting.axis === "data") return [1, 64];
  const needed = Math.max(1.6 * (terms(setting).threshold ?? 0), setting.heterogeneity);
  return [0, ENDS.find((end) => end >= needed * (1 - ROUNDING)) ?? ENDS.at(-1)];
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
 * The place on the axis where the bias² of the tie is `ratio` times the variance that it saves;
 * null where it never is.
 */
export function placeOf(setting, ratio) {
  const { threshold } = terms(setting);
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
  return place !== null && place >= first && place <= last * (1 + ROUNDING) ? place : null;
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
