// Experiments of the page from a seed, as plain data, so that pytest can compare them.

import { at, places } from "../../../src/tying/widgets/bias_variance/axis.js";
import { experiment } from "../../../src/tying/widgets/bias_variance/experiments.js";
import { normal } from "../../../src/tying/widgets/bias_variance/random.js";
import { strength } from "../../../src/tying/widgets/bias_variance/risks.js";

/** What `count` experiments measure at both ends and the middle of the axis, and the strength. */
export function measuredAlong(setting, count, seed) {
  const draw = normal(seed);
  return places(setting, 3).map((x) => {
    const there = at(setting, x);
    return { row: { x, ...experiment(there, count, draw) }, strength: strength(there) };
  });
}
