// New sets of estimates, measured by the kernel where it has answered, else by the page.

import { normal } from "../common/random.js";
import { listen, same } from "../common/traits.js";
import { measure } from "./james_stein.js";

// In the chapter's example the first 1,000 sets of this seed come near the mean of many more.
const SEED = 11;

const sameTruth = (one, other) => same([one?.values, one?.noise], [other.values, other.noise]);

/**
 * `measure(count)` leads to `take(tally)`, the errors of so many sets at the present setting, or to
 * `failed(error)`; `setting()` is the present one.
 */
export function setSource(model, kernel, setting, { take, failed }, signal) {
  const draw = normal(SEED);
  function adopt() {
    const { setting: asked, error, ...tally } = model.get("sets");
    if (!sameTruth(asked, setting())) return; // changed in the meantime
    if (error) failed(error);
    else take(tally);
  }
  listen(model, { "change:sets": adopt }, signal);
  return (count) => {
    if (kernel.answer(setting())) kernel.ask("sets", { count });
    else take(measure(setting(), count, draw));
  };
}
