// What the widget says.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { arrowOf, riskOf } from "./fits.js";

const two = (value) => value.toFixed(2);
const percent = (share) => (100 * share).toFixed(0);

/** In how many sets the tied fit is nearer to the truth, unless the widget does not count them. */
function countedInWords(words, { nearer, theory }, counts) {
  return counts ? fill(words, { nearer, share: percent(theory.nearer) }) : "";
}

/** What the training sets that are drawn have shown so far. */
export function drawnInWords(t, { sets }, numbers, counts = true) {
  const arrows = { separate: two(arrowOf(numbers.separate)), tied: two(arrowOf(numbers.tied)) };
  const key = sets === 1 ? "one" : "many";
  const counted = countedInWords(t.counted.drawn, numbers, counts);
  return fill(t.drawn[key], { sets, counted, ...arrows });
}

/** What is said first: what to do, and the count of the sets where the widget counts them. */
export function openingInWords(t, setting, numbers, counts = true) {
  const { sets } = setting;
  if (counts) return fill(t.opening.counts, { drawn: drawnInWords(t, setting, numbers) });
  return fill(t.opening[sets === 1 ? "one" : "many"], { sets });
}

/** Which fit has the lower risk where the truth is now, and how often the tied fit is nearer. */
export function movedInWords(t, { h }, numbers, counts = true) {
  const { theory } = numbers;
  const [separate, tied] = [riskOf(theory.separate), riskOf(theory.tied)];
  const verdict = tied < separate ? t.smaller.tied : t.smaller.separate;
  const counted = countedInWords(t.counted.moved, numbers, counts);
  return fill(t.moved, { truth: truthInWords(t, h), tied: two(tied), verdict, counted });
}

/** The two true weights. */
export const truthInWords = (t, h) => fill(t.value, { first: format(h), second: format(-h) });

/** The picture in words, for those who do not see it. */
export function pictureInWords(t, { h, sets }, numbers) {
  const at = ({ mean }) => mean.map((value) => format(+two(value))).join(", ");
  const means = { separate: at(numbers.separate), tied: at(numbers.tied) };
  return fill(t.picture, { sets, truth: truthInWords(t, h), ...means });
}
