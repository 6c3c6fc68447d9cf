// The arithmetic of the page: outer products, their sum, and ranks. All numbers are whole.

/** The column `back` times the row `went`. */
const outer = (back, went) => back.map((b) => went.map((w) => b * w + 0)); // + 0: no negative zero

/** The rank of a matrix of whole numbers, by elimination without a division. */
export function rankOf(rows) {
  const at = rows.findIndex((row) => row.some(Boolean));
  if (at < 0) return 0;
  const pivot = rows[at];
  const column = pivot.findIndex(Boolean);
  const reduced = (row) => row.map((x, j) => x * pivot[column] - pivot[j] * row[column]);
  return 1 + rankOf(rows.filter((_, i) => i !== at).map(reduced));
}

/**
 * What each use contributes (null where it is off), the gradient of the shared matrix, which is
 * the sum of the contributions, and the ranks of all of them.
 */
export function gradientOf({ uses }) {
  const parts = uses.map(({ back, went, on }) => (on ? outer(back, went) : null));
  const entry = (i, j) => parts.reduce((sum, part) => sum + (part ? part[i][j] : 0), 0);
  const sum = uses[0].back.map((_, i) => uses[0].went.map((__, j) => entry(i, j)));
  const ranks = parts.map((part) => (part ? rankOf(part) : null));
  return { parts, sum, ranks, rank: rankOf(sum) };
}

/** Whether the contributions to an entry cancel: they are not zero, and their sum is. */
export const cancels = ({ parts, sum }, i, j) =>
  sum[i][j] === 0 && parts.some((part) => part && part[i][j] !== 0);
