// What a panel shows, as numbers and paths: plain data, which can be tested without a page.

import { here, landmark, range } from "./axis.js";
import { highest } from "./curves.js";
import { mark, round } from "./marks.js";
import { ESTIMATES } from "./risks.js";
import { across, axesOf, shares, spread, ticks } from "./scales.js";
import { winners } from "./winners.js";

const named = (value) => Object.fromEntries(ESTIMATES.map((who) => [who, value(who)]));

/** The reader's place on the axis, or the nearest that the axis has. */
function placeNow(setting) {
  const [first, last] = range(setting);
  return Math.min(last, Math.max(first, here(setting)));
}

/** Measured values with bars of two standard errors; what is off the panel is drawn at its edge. */
function dotsOf(kind, draws, box, pixel, level) {
  const inside = (y) => Math.min(box.bottom + 6, Math.max(box.top - 6, level(y)));
  return draws.flatMap((measured) =>
    ESTIMATES.map((who) => {
      const { mean, error } = measured[who][kind];
      const x = round(pixel(measured.x));
      const [low, high] = [mean - 2 * error, mean + 2 * error].map((y) => round(inside(y)));
      return { who, bar: `M${x},${low}V${high}`, mark: mark(who, x, inside(mean), 3) };
    }),
  );
}

/** What is marked on the axis, and at which pixel; null for nothing. */
function landmarkOf(setting, pixel) {
  const special = landmark(setting);
  return special && { kind: special.kind, value: special.place, at: round(pixel(special.place)) };
}

/**
 * A panel: curves over the axis, the reader's place on it, who wins where, and measured dots.
 * `kind` is what it shows; of what the widget shows it takes { setting, curves, risks, dots }.
 */
export function sketch(kind, { setting, curves, risks, dots }, { width, height, above }) {
  const box = axesOf(kind, width, height, above);
  const wide = kind === "risk";
  const most = highest(curves);
  const { pixel } = across(setting, box);
  const level = (y) => box.bottom - (y / most) * (box.bottom - box.top);
  const point = (x, y) => `${round(pixel(x))},${round(level(y))}`;
  const curve = (who) => `M${curves.x.map((x, k) => point(x, curves[who][kind][k])).join("L")}`;
  const line = (share) => `M${box.left},${round(level(share * most))}H${box.right}`;
  const now = pixel(placeNow(setting));
  return {
    box,
    now: round(now),
    landmark: landmarkOf(setting, pixel),
    curves: named(curve),
    marks: named((who) => mark(who, now, level(risks[who][kind]), 5)),
    grid: shares(wide).map(line).join(""),
    x: ticks(setting, wide).map((value) => ({ at: round(pixel(value)), value })),
    y: shares(false).map((share) => ({ at: round(level(share * most)), value: share * most })),
    labels: spread(
      ESTIMATES.map((who) => level(curves[who][kind].at(-1))),
      box.top,
      box.bottom,
    ),
    strip: winners(setting).map(({ from, to, who }) => ({
      who,
      from: round(pixel(from)),
      to: round(pixel(to)),
    })),
    dots: dotsOf(kind, dots.draws, box, pixel, level),
  };
}
