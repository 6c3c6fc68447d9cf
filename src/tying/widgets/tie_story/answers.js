// The answers that a step offers, the right one among them, and what is said of the reader's.

import { same } from "../common/traits.js";
import { fill } from "../common/words.js";
import { COUNTS } from "../ledger/count_tiles.js";
import { slotRole } from "../ledger/labels.js";

/** The counts that differ between two scenes; a saved notebook sorts those of a scene by name. */
const changes = (before, after) =>
  COUNTS.filter((name) => before.counts[name] !== after.counts[name]);

/** What came out of a step: how the first slot is joined, or which counts have changed. */
function outcome({ ask }, before, after) {
  return ask === "kind" ? slotRole(after, after.slots[0]) : changes(before, after);
}

/** The position of the right answer among those that the step offers. */
export const rightOffer = (step, before, after) =>
  step.offers.findIndex((offer) => same(offer, outcome(step, before, after)));

/** The counts in words: "none of them", "stored alone", "stored and by object", "all four". */
function countsInWords(t, names) {
  if (!names.length) return t.noCount;
  if (names.length === COUNTS.length) return t.allCounts;
  const listed = names.map((name) => t.counts[name]).join(t.and);
  return names.length > 1 ? listed : fill(t.oneCount, { name: listed });
}

/** An answer as a button offers it. */
export const offerText = (t, { ask }, offer) =>
  ask === "kind" ? t.joined[offer] : countsInWords(t, offer);

/** The sentence about an answer; `said` is its position, or null where it was only shown. */
export function verdict(t, { ask, offers }, said, right) {
  const text = (i) => (ask === "kind" ? t.kinds[offers[i]] : countsInWords(t, offers[i]));
  const sentence = said === null ? t.verdict.shown : t.verdict[said === right ? "right" : "wrong"];
  return fill(sentence, { said: text(said ?? right), right: text(right) });
}
