// What the steps are, in words.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { moves, outcome } from "./steps.js";

/** A step with its sign and two decimals: "+1.00", "−0.60", "0.00". */
export function signed(step) {
  const size = Math.abs(step).toFixed(2);
  if (+size === 0) return size;
  return (step < 0 ? "−" : "+") + size;
}

/** What stands above the three arrows. */
export function rowTexts(t, start, steps) {
  const all = signed(steps.alias[0] + steps.alias[1]);
  return moves(start, steps).map(({ gradient, step }, k) =>
    fill(t.rows[k], { gradient: format(gradient), step: signed(step), all }),
  );
}

/** What came out, in two sentences. */
export function result(t, { start, optimizer }, steps) {
  const [first, second] = steps.alias.map(signed);
  const values = { start: format(start), optimizer, tied: signed(steps.tied), first, second };
  return `${fill(t.result, values)} ${t.outcomes[outcome(steps)]}`;
}
