// The curves of the three estimates, and the scale on which they are drawn.

import { at, places } from "./axis.js";
import { ESTIMATES, KINDS, risks } from "./risks.js";

const TOPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]; // and powers of ten times: ends of the scale

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
export function highest(drawn) {
  const most = Math.max(...ESTIMATES.flatMap((who) => drawn[who].risk));
  if (!(most > 1e-12)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * TOPS.find((step) => step * power >= most * (1 - 1e-9));
}
