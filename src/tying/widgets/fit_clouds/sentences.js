// What the widget says.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { arrowOf, riskOf } from "./fits.js";

const two = (value) => value.toFixed(2);
const percent = (share) => (100 * share).toFixed(0);

/** What the training sets that are drawn have shown so far. */
export function drawnInWords(t, { sets }, numbers) {
  const arrows = { separate: two(arrowOf(numbers.separate)), tied: two(arrowOf(numbers.tied)) };
  const key = sets === 1 ? "one" : "many";
  const nearer = { nearer: numbers.nearer, share: percent(numbers.theory.nearer) };
  return fill(t.drawn[key], { sets, ...nearer, ...arrows });
}

/** Which fit has the lower risk where the truth is now, and how often the tied fit is nearer. */
export function movedInWords(t, { h }, { theory }) {
  const [separate, tied] = [riskOf(theory.separate), riskOf(theory.tied)];
  const verdict = tied < separate ? t.smaller.tied : t.smaller.separate;
  const share = percent(theory.nearer);
  return fill(t.moved, { truth: truthInWords(t, h), tied: two(tied), verdict, share });
}

/** The two true weights. */
export const truthInWords = (t, h) => fill(t.value, { first: format(h), second: format(-h) });

/** The picture in words, for those who do not see it. */
export function pictureInWords(t, { h, sets }, numbers) {
  const at = ({ mean }) => mean.map((value) => format(+two(value))).join(", ");
  const means = { separate: at(numbers.separate), tied: at(numbers.tied) };
  return fill(t.picture, { sets, truth: truthInWords(t, h), ...means });
}
