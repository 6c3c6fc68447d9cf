// Sentences about uses, and about the sum that they add up to.

import { fill } from "../common/words.js";
import { cancels, pairsOf, relation, totalNorm } from "./agreement.js";
import { short } from "./numbers.js";

const FEW = 3; // pairs of uses that are described one by one
const ROUNDING = 1e-12; // by which a loss may differ without having changed

/** The sentences that are not empty, one behind the other. */
export const joined = (...sentences) => sentences.filter(Boolean).join(" ");

/** "h₂, x₁ and b": names in a row. */
export function listed(t, names) {
  if (names.length < 2) return names[0] ?? "";
  return `${names.slice(0, -1).join(", ")}${t.and}${names.at(-1)}`;
}

/** How many uses, in words. */
export const usesInWords = (t, n) => (n === 1 ? t.oneUse : fill(t.uses, { n }));

/** What pairs of uses do to each other: one by one, or counted. */
function pairSentences(t, pairs) {
  if (pairs.length <= FEW) {
    return pairs.map(({ a, b, c }) =>
      fill(t.pair[relation(c)], { a: a + 1, b: b + 1, c: short(c) }),
    );
  }
  const count = (kind) => pairs.filter(({ c }) => relation(c) === kind).length;
  const counts = { same: count("same"), against: count("against"), across: count("across") };
  return [fill(t.many, { n: pairs.length, ...counts })];
}

/** What of the contributions is left in their sum. */
function sumSentence(t, parameter) {
  const { name, norm } = parameter;
  if (cancels(parameter)) return fill(t.gone, { name });
  const total = totalNorm(parameter);
  const percent = `${Math.round((100 * norm) / total)} %`;
  return fill(t.left, { sum: short(total), norm: short(norm), percent });
}

/** Whether the uses agree, as sentences. */
export function agreement(t, parameter) {
  const { uses } = parameter;
  if (uses.length === 1) return [t.one];
  if (!totalNorm(parameter)) return [t.zero];
  const silent = uses.flatMap(({ norm }, k) =>
    norm === 0 ? [fill(t.pair.none, { a: k + 1 })] : [],
  );
  return [...silent, ...pairSentences(t, pairsOf(parameter)), sumSentence(t, parameter)];
}

/** The uses whose own loss rises by the common step, where there are others whose loss falls. */
function opposedSentence(t, { loss, alone }) {
  const opposed = alone.flatMap((x, k) => (x > loss + ROUNDING ? [fill(t.use, { k: k + 1 })] : []));
  const others = alone.length - opposed.length;
  if (!opposed.length || !others) return "";
  return fill(others === 1 ? t.hurtByOne : t.hurt, { list: listed(t, opposed) });
}

/** What a step of descent does to the loss, and to the uses that it goes against. */
export function stepEffect(t, scene, { name }, rate) {
  const { loss, after } = scene;
  const values = { name, rate: short(rate), before: short(loss), after: short(after) };
  return joined(
    fill(t.after, values),
    after > loss + ROUNDING ? fill(t.rises, values) : "",
    after <= loss ? opposedSentence(t, scene) : "",
  );
}
