// The axis of the values. It is chosen for numbers that are typed, and stays while one is dragged.

const [BEFORE, BEHIND] = [0.5, 1.5]; // units of free room on either side, at least
const DEVIATIONS = 2; // of errors, for which there is room around true values
const STEPS = 20; // places for a handle in a unit
const MOST_NOISE = 4; // times a squared unit

/** The least of 1, 2 and 5 times a power of ten that is not below `value`. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((digit) => digit * power).find((one) => one >= value * (1 - 1e-9));
}

const spread = (values) => Math.max(...values) - Math.min(...values);

/** The unit of an axis: it is a fifth of the spread of the values, or a little more. */
export const unitOf = (values, noise) => nice(spread(values) / 5 || Math.sqrt(noise) || 1);

/** An axis { low, high, unit } with room on both sides of the values of a setting. */
export function axisOf({ values, noise, errors }) {
  const unit = unitOf(values, noise);
  const room = errors ? (DEVIATIONS * Math.sqrt(noise)) / unit : 0;
  const round = (units) => +(units * unit).toPrecision(12);
  return {
    low: round(Math.floor(Math.min(...values) / unit - Math.max(BEFORE, room))),
    high: round(Math.ceil(Math.max(...values) / unit + Math.max(BEHIND, room))),
    unit,
  };
}

/** Whether all values lie on the axis. */
export const covers = ({ low, high }, values) => values.every((x) => low <= x && x <= high);

/** The distance between two places of a handle. */
export const stepOf = ({ unit }) => unit / STEPS;

/** The least and the largest noise that can be set, and its step, in the scale of the axis. */
export const noiseRange = ({ unit }) => [0, MOST_NOISE * unit ** 2, unit ** 2 / STEPS];

/** Numbers along the axis, at every `each` units. */
export function ticks({ low, high, unit }, each) {
  const first = Math.ceil(low / (each * unit) - 1e-9);
  const last = Math.floor(high / (each * unit) + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => (first + k) * each * unit);
}
