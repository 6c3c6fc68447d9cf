// The arithmetic of the page: a matrix moved around the ring, and the average of its moves.

/** Entry (i, j) of the matrix moved by so many pixels down and to the right, around the ring. */
function movedEntry(matrix, by, i, j) {
  const size = matrix.length;
  const back = (at) => (at - by + size * by) % size;
  return matrix[back(i)][back(j)];
}

const everyEntry = (matrix, value) => matrix.map((row, i) => row.map((_, j) => value(i, j)));

/** The matrix that is added last, and the average of all so far. */
export function answerOf({ k, step }, matrix) {
  const moved = (by) => (i, j) => movedEntry(matrix, by, i, j);
  const sum = (i, j) =>
    Array.from({ length: k + 1 }, (_, one) => moved(one * step)(i, j)).reduce((a, b) => a + b);
  return {
    moved: everyEntry(matrix, moved(k * step)),
    average: everyEntry(matrix, (i, j) => sum(i, j) / (k + 1)),
  };
}

/** How many shifts there are. */
export const shiftsOf = ({ step }, matrix) => matrix.length / step;

/** Row and column of the entries that all shifts carry to the place of the chosen one. */
export function orbitOf({ step, entry }, matrix) {
  const size = matrix.length;
  const [row, column] = [Math.floor(entry / size), entry % size];
  return Array.from({ length: size / step }, (_, one) => [
    (row + one * step) % size,
    (column + one * step) % size,
  ]);
}

/** The entries of the chosen one's diagonal in groups that are averaged, the chosen one's first. */
export function groupsOf({ step, entry }, matrix) {
  const size = matrix.length;
  const along = (by) =>
    ((Math.floor(entry / size) + by) % size) * size + (((entry % size) + by) % size);
  return Array.from({ length: step }, (_, by) => orbitOf({ step, entry: along(by) }, matrix));
}

/** The largest difference between the entries at these places. */
export function spreadOf(rows, places) {
  const values = places.map(([i, j]) => rows[i][j]);
  return Math.max(...values) - Math.min(...values);
}

/** The setting with `values`, and with a shift that is there. */
export function changed(setting, values, matrix) {
  const next = { ...setting, ...values };
  return { ...next, k: Math.min(next.k, shiftsOf(next, matrix) - 1) };
}
