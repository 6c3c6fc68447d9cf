// What the widget says.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { WAYS } from "./descent.js";

/** A number with two digits, or as a whole one if it is large. */
export const strengthInWords = (value) => (value >= 10 ? value.toFixed(0) : +value.toPrecision(2));

/** Where the training is: the strength, and at the end how many starts were good. */
export function momentInWords(t, { way, steps }, frame, frames, good, count) {
  const done = Math.round((steps * frame) / frames);
  const strength = strengthInWords(WAYS[way](frame / frames));
  if (frame < frames) return fill(t.moment, { done: format(done), strength });
  return fill(t.end, { steps: format(steps), count, ...good });
}

/** The picture of a pair in words. */
export function panelInWords(t, name, [a, b], good) {
  const mean = (values) => (values.reduce((sum, x) => sum + x, 0) / values.length).toFixed(1);
  const means = { a: mean(a), b: mean(b) };
  return {
    title: fill(t.pair, { name }),
    label: fill(t.picture, { name, good, count: a.length, ...means }).replaceAll("-", "−"),
  };
}
