// Small arrays: { shape, data }, the numbers row by row.

export const scalar = (x) => ({ shape: [], data: [x] });
export const vector = (data) => ({ shape: [data.length], data: [...data] });
export const matrix = (rows) => ({ shape: [rows.length, rows[0].length], data: rows.flat() });

/** The array of f(x, y) for all pairs of entries of two arrays of one shape. */
export const combine = (a, b, f) => ({
  shape: a.shape,
  data: a.data.map((x, i) => f(x, b.data[i])),
});

export const plus = (a, b) => combine(a, b, (x, y) => x + y);
export const times = (a, factor) => ({ shape: a.shape, data: a.data.map((x) => x * factor) });
export const sum = (numbers) => numbers.reduce((total, x) => total + x, 0);
export const inner = (a, b) => sum(a.data.map((x, i) => x * b.data[i]));
export const norm = (a) => Math.sqrt(inner(a, a));
export const isZero = (a) => a.data.every((x) => x === 0);

/** The inner products of arrays of one shape. */
export const gram = (arrays) => arrays.map((a) => arrays.map((b) => inner(a, b)));

/** The rows of a matrix as lists; those of a vector are one row. */
export function rowsOf({ shape, data }) {
  const width = shape.at(-1);
  return Array.from({ length: data.length / width }, (_, i) =>
    data.slice(i * width, (i + 1) * width),
  );
}

/** The product of a matrix and a vector. */
export const product = (w, x) => vector(rowsOf(w).map((row) => inner({ data: row }, x)));

/** The product of a matrix's transpose and a vector. */
export function transposedProduct(w, x) {
  const rows = rowsOf(w);
  return vector(rows[0].map((_, j) => sum(rows.map((row, i) => row[j] * x.data[i]))));
}

/** The matrix a bᵀ. */
export const outer = (a, b) => ({
  shape: [a.data.length, b.data.length],
  data: a.data.flatMap((x) => b.data.map((y) => x * y)),
});
