// What the status line says.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";

/** How many uses are on, and the rank of their sum, in words. */
function rankInWords(t, setting, rank) {
  const on = setting.uses.filter((use) => use.on).length;
  const text = on === 1 ? t.rankOfOne : t.rankOfUses;
  return fill(text, { on, rank });
}

/** An entry has changed: which row or column of the sum follows it. */
export const entryInWords = (t, setting, { use, factor, index }, rank) =>
  fill(t.moved[factor], {
    use: use + 1,
    at: index + 1,
    value: format(setting.uses[use][factor][index]),
    rank: rankInWords(t, setting, rank),
  });

/** A use has been switched on or off. */
export const switchInWords = (t, setting, use, rank) =>
  fill(setting.uses[use].on ? t.turned.on : t.turned.off, {
    use: use + 1,
    rank: rankInWords(t, setting, rank),
  });
