// What the widget says.

import { fill } from "../common/words.js";
import { barrierOf, isSame } from "./lines.js";

export const two = (value) => value.toFixed(2).replace(/^-0\.00$/, "0.00");

/** A place of the line in percent of the way. */
export const shareInWords = (place, last) => `${Math.round((100 * place) / last)} %`;

/** The network here, and the barrier, or that the first network has become another one. */
export function lineInWords(t, { kind, change, place }, numbers, last) {
  const values = {
    kind: t.kinds[kind],
    change: t.changes[change],
    share: shareInWords(place, last),
    loss: two(numbers.losses[place]),
    barrier: two(barrierOf(numbers.losses)),
    before: two(numbers.before[0]),
    first: two(numbers.losses[0]),
  };
  return fill(isSame(numbers) ? t.result.same : t.result.other, values);
}

/** Rows of the table: every place, with the loss before and now. */
export const rowsOf = ({ losses, before }, last) =>
  losses.map((loss, k) => [shareInWords(k, last), two(before[k]), two(loss)]);
