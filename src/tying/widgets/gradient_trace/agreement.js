// Whether the contributions of the uses agree, from the table of their inner products. A parameter
// is { uses, gram, norm }: its uses with their norms, that table, and the norm of the sum.

import { sum } from "./arrays.js";

const FLAT = 0.1; // cosines nearer to zero than this are neither with nor against
const TINY = 1e-12; // of the contributions: a sum as small as that is zero but for rounding

/** The cosine of two contributions; null where one is zero. */
export function cosine(table, a, b) {
  const size = Math.sqrt(table[a][a] * table[b][b]);
  return size > 0 ? Math.max(-1, Math.min(1, table[a][b] / size)) : null;
}

/** What a cosine says of two uses; a null is of a use that contributes nothing. */
export function relation(c) {
  if (c === null) return "none";
  if (c >= FLAT) return "same";
  return c <= -FLAT ? "against" : "across";
}

/** All pairs of uses with their cosines, but for those with a contribution of zero. */
export function pairsOf({ uses, gram }) {
  const pairs = uses.flatMap((_, a) =>
    uses.slice(a + 1).map((__, k) => ({ a, b: a + 1 + k, c: cosine(gram, a, a + 1 + k) })),
  );
  return pairs.filter(({ c }) => c !== null);
}

/** The sum of the contributions' norms. */
export const totalNorm = ({ uses }) => sum(uses.map((use) => use.norm));

/** Whether the contributions, which are not all zero, add up to nothing. */
export const cancels = (parameter) => parameter.norm <= TINY * totalNorm(parameter);

/**
 * Which share of the first-order change of the loss comes through each use:
 * ⟨contribution, sum⟩ / ‖sum‖²; null where the sum is zero.
 */
export function shares({ gram, norm, uses }) {
  const largest = Math.max(...uses.map((use) => use.norm));
  const isKnown = norm > 0 && norm > TINY * largest;
  return gram.map((row) => (isKnown ? sum(row) / norm ** 2 : null));
}

/** The cosine of each contribution with the sum; null where one of the two is zero. */
export function cosinesWithSum(parameter) {
  const { gram, norm, uses } = parameter;
  return shares(parameter).map((share, k) =>
    share === null || !uses[k].norm ? null : sum(gram[k]) / (norm * uses[k].norm),
  );
}
