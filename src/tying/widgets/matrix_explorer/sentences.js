// What the widget says: where a weight stands, and the sum that it receives.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { LETTERS } from "./cells.js";

const SHOWN = 3; // terms of a long sum, before its dots

/** "9·3 + 2·1 + … (20 terms)": the outputs times the pixels. */
function sumInWords(t, places) {
  if (!places.length) return t.nothing;
  const factor = (y) => (y < 0 ? `(${format(y)})` : format(y));
  const terms = places.map(({ y, x }) => `${factor(y)}·${x}`);
  const many = terms.length > SHOWN + 1;
  const shown = many ? [...terms.slice(0, SHOWN), "…"] : terms;
  return `${shown.join(" + ")}${many ? fill(t.terms, { n: terms.length }) : ""}`;
}

/** How often the chosen weight stands in the matrix. */
export function standing(t, { weight, shared }, { index }, places) {
  const numbers = { letter: LETTERS[weight], n: places.length, all: index.length };
  const own = places.length ? t.standsOnce : t.standsNowhere;
  return fill(shared ? t.stands : own, numbers);
}

/** The gradient of the chosen weight as the sum over its places. */
export function gradientInWords(t, { weight }, { gradient }, places) {
  const numbers = { letter: LETTERS[weight], sum: sumInWords(t, places) };
  return fill(t.gradient, { ...numbers, total: format(gradient[weight]) });
}
