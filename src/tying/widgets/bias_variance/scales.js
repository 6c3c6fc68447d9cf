// Where a panel has its axes, and which pixel stands for which number.

import { range } from "./axis.js";
import { round } from "./marks.js";

const LINE = 15; // pixels between labels
const POWERS = [1, 2, 4, 8, 16, 32, 64];

/**
 * Where a panel of this width and height has its axes; only the one of risk has room for labels and
 * winners.
 */
export function axesOf(kind, width, height, above) {
  return {
    left: 36,
    right: Math.max(60, width - (kind === "risk" ? 96 : 8)),
    top: above,
    bottom: Math.max(above + 20, height - 36),
  };
}

/** Pixels of a quantity on the horizontal axis, and the quantity of a pixel. */
export function across(setting, { left, right }) {
  const [first, last] = range(setting);
  const log = setting.axis === "data";
  const share = (x) =>
    log ? Math.log(x / first) / Math.log(last / first) : (x - first) / (last - first);
  return {
    pixel: (x) => left + share(x) * (right - left),
    value: (pixel) => {
      const part = Math.min(1, Math.max(0, (pixel - left) / (right - left)));
      return log ? first * (last / first) ** part : first + part * (last - first);
    },
  };
}

/** Shares of an axis that get a line or a number: more of them where there is room. */
export const shares = (wide) => (wide ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1]);

/** The numbers at the horizontal axis. */
export function ticks(setting, wide) {
  const [first, last] = range(setting);
  if (setting.axis === "data") return wide ? POWERS : [1, 8, 64];
  return shares(wide).map((share) => first + share * (last - first));
}

/** Heights of labels as near as possible to `preferred`, without overlap. */
export function spread(preferred, least, most) {
  const order = preferred
    .map((y, k) => ({ y, k }))
    .sort((one, other) => one.y - other.y || one.k - other.k);
  const heights = [];
  let free = least; // going down, the first height that is free
  for (const { y } of order) {
    heights.push(Math.max(y, free));
    free = heights.at(-1) + LINE;
  }
  let limit = most; // and up again, the last
  for (let n = heights.length - 1; n >= 0; n -= 1) {
    heights[n] = Math.min(heights[n], limit);
    limit = heights[n] - LINE;
  }
  const placed = [];
  order.forEach(({ k }, n) => {
    placed[k] = round(heights[n]);
  });
  return placed;
}
