// What a panel shows, as numbers and paths: plain data, so that it can be looked at without a page.

import { top } from "./model.js";
import { ESTIMATES, here, landmark, range, winners } from "./model.js";

const MARKS = {
  separate: (x, y, size) =>
    `M${x - size},${y}a${size},${size} 0 1,0 ${2 * size},0a${size},${size} 0 1,0 ${-2 * size},0z`,
  tied: (x, y, size) =>
    `M${x - 0.9 * size},${y - 0.9 * size}h${1.8 * size}v${1.8 * size}h${-1.8 * size}z`,
  pooled: (x, y, size) =>
    `M${x},${y - 1.3 * size}l${1.3 * size},${1.3 * size}l${-1.3 * size},${1.3 * size}l${-1.3 * size},${-1.3 * size}z`,
}; // a shape for each estimate, so that none is known by its colour alone
const LINE = 15; // pixels between labels

const round = (value) => Math.round(value * 100) / 100;

/** A mark of an estimate, as a path. */
export const mark = (who, x, y, size) => MARKS[who](round(x), round(y), size);

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
  const up = (x) =>
    log ? Math.log(x / first) / Math.log(last / first) : (x - first) / (last - first);
  return {
    pixel: (x) => left + up(x) * (right - left),
    value: (pixel) => {
      const share = Math.min(1, Math.max(0, (pixel - left) / (right - left)));
      return log ? first * (last / first) ** share : first + share * (last - first);
    },
  };
}

/** Labels as near as can be to the heights that they want, none over another. */
export function spread(wanted, least, most) {
  const order = wanted
    .map((y, k) => ({ y, k }))
    .sort((one, other) => one.y - other.y || one.k - other.k);
  const placed = [];
  order.forEach(({ y }, n) => placed.push(Math.max(y, n ? placed[n - 1] + LINE : least)));
  for (let n = placed.length - 1, limit = most; n >= 0; n--, limit = placed[n + 1] - LINE) {
    placed[n] = Math.min(placed[n], limit);
  }
  return order.reduce((all, { k }, n) => {
    all[k] = round(placed[n]);
    return all;
  }, []);
}

function ticks(setting, wide) {
  const [first, last] = range(setting);
  if (setting.axis === "data") return wide ? [1, 2, 4, 8, 16, 32, 64] : [1, 8, 64];
  return (wide ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1]).map(
    (share) => first + share * (last - first),
  );
}

/** A panel: curves over the axis, the reader's place on it, who wins where, and measured dots. */
export function sketch(setting, kind, drawn, found, draws, { width, height, above }) {
  const box = axesOf(kind, width, height, above);
  const { pixel } = across(setting, box);
  const most = top(drawn);
  const wide = kind === "risk";
  const level = (y) => box.bottom - (y / most) * (box.bottom - box.top);
  const now = pixel(Math.min(range(setting)[1], Math.max(range(setting)[0], here(setting))));
  const inside = (y) => Math.min(box.bottom + 6, Math.max(box.top - 6, level(y)));
  const seen = landmark(setting);
  const point = (x, y) => `${round(pixel(x))},${round(level(y))}`;
  const shares = wide ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  return {
    box,
    now: round(now),
    landmark: seen && { kind: seen.kind, value: seen.place, at: round(pixel(seen.place)) },
    curves: Object.fromEntries(
      ESTIMATES.map((who) => [
        who,
        `M${drawn.x.map((x, k) => point(x, drawn[who][kind][k])).join("L")}`,
      ]),
    ),
    marks: Object.fromEntries(
      ESTIMATES.map((who) => [who, mark(who, now, level(found[who][kind]), 5)]),
    ),
    grid: shares.map((share) => `M${box.left},${round(level(share * most))}H${box.right}`).join(""),
    x: ticks(setting, wide).map((value) => ({ at: round(pixel(value)), value })),
    y: [0, 0.5, 1].map((share) => ({ at: round(level(share * most)), value: share * most })),
    labels: spread(
      ESTIMATES.map((who) => level(drawn[who][kind].at(-1))),
      box.top,
      box.bottom,
    ),
    strip: winners(setting).map(({ from, to, who }) => ({
      who,
      from: round(pixel(from)),
      to: round(pixel(to)),
    })),
    dots: draws.flatMap((one) =>
      ESTIMATES.map((who) => {
        const { mean, error } = one[who][kind];
        const x = round(pixel(one.x));
        return {
          who,
          bar: `M${x},${round(inside(mean - 2 * error))}V${round(inside(mean + 2 * error))}`,
          mark: mark(who, x, inside(mean), 3),
        };
      }),
    ),
  };
}
