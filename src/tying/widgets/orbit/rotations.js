// The arithmetic of the page: a tied autoencoder of two units, whose matrix W becomes Q W.

export const ACTIVATIONS = {
  linear: (z) => z,
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
};

const STILL = 1e-9; // a change below this is rounding

/** Q: a rotation by `angle` degrees, after a change of sign of unit 2 if there is a mirror. */
export function orthogonal({ angle, mirror }) {
  const radians = (angle * Math.PI) / 180;
  const [c, s] = [Math.cos(radians), Math.sin(radians)];
  const sign = mirror ? -1 : 1;
  return [
    [c, -s * sign],
    [s, c * sign],
  ];
}

const product = (A, B) =>
  A.map((row) => B[0].map((_, j) => row.reduce((sum, one, k) => sum + one * B[k][j], 0)));

/** The matrix Q W. */
export const turned = (setting, W) => product(orthogonal(setting), W);

/** The sums of the units, W x, for all points. */
export const sums = (W, points) =>
  points.map(([x, y]) => W.map(([first, second]) => first * x + second * y));

/** What the units put out, σ(W x), for all points. */
export const codes = (W, points, activation) =>
  sums(W, points).map((sum) => sum.map(ACTIVATIONS[activation]));

/** The outputs Wᵀ σ(W x), for all points. */
export const outputs = (W, points, activation) =>
  codes(W, points, activation).map(([one, two]) => [
    W[0][0] * one + W[1][0] * two,
    W[0][1] * one + W[1][1] * two,
  ]);

/** Root mean squared distance of two lists of points. */
function distance(some, others) {
  const squares = some.map(([x, y], k) => (x - others[k][0]) ** 2 + (y - others[k][1]) ** 2);
  return Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / squares.length);
}

/** How far the outputs are from those with W. */
export function change(setting, W, points) {
  const { activation } = setting;
  const before = outputs(W, points, activation);
  return distance(outputs(turned(setting, W), points, activation), before);
}

/** Whether the outputs stand still. */
export const stands = (changed) => changed < STILL;

/** All numbers of a setting, in the form of the kernel's answer. */
export function answerOf(setting, { matrix, points, step }) {
  const angles = Array.from({ length: 360 / step }, (_, k) => k * step);
  return {
    matrix: turned(setting, matrix),
    change: change(setting, matrix, points),
    changes: angles.map((angle) => change({ ...setting, angle }, matrix, points)),
  };
}

/** The angle of the slider that is nearest to a direction, in degrees. */
export function nearest(degrees, step) {
  const angle = Math.round(degrees / step) * step;
  return ((angle % 360) + 360) % 360;
}
