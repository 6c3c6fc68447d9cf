// The arithmetic of the page: two tasks that are pulled together, from many starts.

const MOST = 100;

/** The strength as a function of the share of the steps that is done. */
export const WAYS = {
  fixed: () => MOST,
  raised: (u) => 1e-3 * (MOST * 1e3) ** u,
  rest: (u) => Math.min(MOST, Math.max(0, (MOST * (u - 0.3)) / 0.5)),
};

/** The loss of task k: a valley, and a well in it. */
export function lossOf({ centre, slope, rounding, depth, width }, k, theta) {
  const square = (theta - centre[k]) ** 2;
  const well = depth[k] && depth[k] * Math.exp(-square / (2 * width[k] ** 2));
  return slope[k] * Math.sqrt(rounding[k] + square) - well;
}

/** Its derivative, as a function of the parameter. */
function slopeOf({ centre, slope, rounding, depth, width }, k) {
  const [c, m, r] = [centre[k], slope[k], rounding[k]];
  const [scale, inverse] = [depth[k] / width[k] ** 2, 1 / (2 * width[k] ** 2)];
  return (theta) => {
    const away = theta - c;
    const square = away * away;
    const valley = m && m / Math.sqrt(r + square);
    return away * (valley + (scale && scale * Math.exp(-square * inverse)));
  };
}

/**
 * Gradient descent of all starts [first, second]: both parameters at each of `frames` moments, as
 * [[firsts, seconds], ...], the last at the end.
 */
export function pathOf(pair, { way, steps }, starts, frames, rate = 2e-3) {
  const [one, two] = [slopeOf(pair, 0), slopeOf(pair, 1)];
  const [a, b] = starts.map((values) => Float64Array.from(values));
  const path = [];
  for (let i = 0; i < steps; i += 1) {
    const pull = 2 * rate * WAYS[way](i / steps);
    for (let k = 0; k < a.length; k += 1) {
      const spring = pull * (a[k] - b[k]);
      a[k] -= rate * one(a[k]) + spring;
      b[k] -= rate * two(b[k]) - spring;
    }
    if ((i + 1) % (steps / frames) === 0) path.push([Array.from(a), Array.from(b)]);
  }
  return path;
}

/** Which starts end near the best single value, as truth values. */
export function goodEnds({ best }, path, near) {
  const [a, b] = path[path.length - 1];
  return a.map((value, k) => Math.abs((value + b[k]) / 2 - best) < near);
}

/** Heights of a landscape on a grid of `count` by `count`, from 0 to 1; the first row is on top. */
export function heightsOf(pair, strength, count, reach) {
  const at = (k) => ((k + 0.5) / count) * 2 * reach - reach;
  const first = Array.from({ length: count }, (_, k) => lossOf(pair, 0, at(k)));
  const second = Array.from({ length: count }, (_, k) => lossOf(pair, 1, at(k)));
  const total = [];
  for (let row = count - 1; row >= 0; row -= 1) {
    for (let column = 0; column < count; column += 1) {
      total.push(first[column] + second[row] + strength * (at(column) - at(row)) ** 2);
    }
  }
  const lowest = Math.min(...total);
  const logs = total.map((value) => Math.log(value - lowest + 0.05));
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  return logs.map((value) => (value - low) / (high - low));
}
