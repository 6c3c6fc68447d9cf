// What the widget says of what it shows, { setting, moved, tally }: `moved` is what `shrunk`
// returns, `tally` the errors of the sets so far, or null, and `first` the share at the start.

import { fill } from "../common/words.js";
import { COUNT, FACTOR, meanError, ratios } from "./james_stein.js";
import { percent, placed, rough, short } from "./numbers.js";

const LITTLE = 0.05; // a share that hardly moves anything

/** The numbers of those that have a larger error when pooled. */
const losers = (tally) =>
  ratios(tally).flatMap((ratio, k) => (ratio !== null && ratio > 1 ? [k + 1] : []));

/** The weight with the numbers that make it. */
export function formula(t, { setting, moved }) {
  const { squares, weight } = moved;
  if (squares === 0) return t.equal;
  const numbers = { v: short(setting.noise), S: short(squares), w: rough(weight) };
  const isCut = FACTOR * setting.noise > squares * (1 + 1e-9);
  return fill(isCut ? t.most : t.formula, numbers);
}

/** What came of the estimates. */
function share(t, { moved: { weight }, first }) {
  const kind = weight >= 1 ? "all" : weight < LITTLE ? "none" : "part";
  const numbers = { w: rough(weight), percent: percent(weight), than: thanFirst(t, weight, first) };
  return fill(t.done[kind], numbers).trimEnd();
}

/** Whether the estimates move less or more than at the start; nothing if it reads the same. */
function thanFirst(t, weight, first) {
  if (percent(weight) === percent(first)) return "";
  return fill(weight < first ? t.done.than.less : t.done.than.more, { first: percent(first) });
}

/** The values with a larger error than separate, as a sentence. */
function whoLoses({ lost, nobody }, values) {
  if (values.length === 0) return nobody;
  const [comma, and] = lost.list;
  const last = String(values.at(-1));
  const all = values.length > 1 ? values.slice(0, -1).join(comma) + and + last : last;
  return fill(values.length > 1 ? lost.many : lost.one, { values: all });
}

/** What came of the sets so far. */
function outcome(t, tally) {
  if (meanError(tally.separate, tally.count) === 0) return t.done.exact;
  const [n, nearer] = [tally.count, tally.nearer].map((count) => count.toLocaleString("en"));
  const one = tally.nearer ? t.done.nearer : t.done.farther;
  const lost = whoLoses(t.done, losers(tally));
  return fill(tally.count > 1 ? t.done.sets : one, { n, nearer, lost });
}

/** What is said after a change. */
export const said = (t, shown) => (shown.tally ? outcome(t, shown.tally) : share(t, shown));

/** The picture in words. */
export const pictureInWords = (t, { moved }, { low, high }) =>
  fill(t.picture, {
    low: short(low),
    high: short(high),
    mean: short(moved.mean),
    percent: percent(moved.weight),
  });

/** The value of a handle in words. */
export const valueInWords = (t, { setting, moved }, k) =>
  fill(setting.errors ? t.truthIs : t.valueIs, {
    x: short(setting.values[k]),
    e: short(moved.estimates[k]),
    y: short(moved.pooled[k]),
  });

/** What stands behind a row: where the estimate is moved, or its error against the separate one. */
export function behindRow(t, { moved, tally }, k, axis) {
  if (!tally) return placed(moved.pooled[k], axis);
  const ratio = ratios(tally)[k];
  if (ratio === null) return "";
  const n = ratio > 99 ? "99+" : rough(ratio);
  return fill(ratio > 1 ? t.ratio.more : t.ratio.less, { n });
}

/** The rows of the table, with a last one for the means. */
export function tableRows({ setting, moved, tally }, write) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / COUNT;
  const errors = tally
    ? [tally.separate, tally.pooled].map((sums) => sums.map((sum) => sum / tally.count))
    : [];
  const columns = [...(tally ? [setting.values] : []), moved.estimates, moved.pooled, ...errors];
  return {
    rows: setting.values.map((_, k) => columns.map((column) => write(column[k]))),
    means: columns.map((column) => write(mean(column))),
  };
}
