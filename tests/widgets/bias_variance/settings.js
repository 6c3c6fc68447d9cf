// Settings that the tests start from; pytest reads them too.

/** What the widget starts with: T = 8 estimates of variance 1, s² = 0.5, w = 0.5. */
export const RULE = {
  heterogeneity: 0.5,
  noise: 1,
  data: 1,
  locations: 8,
  correlation: 0,
  tie: 0.5,
  best: false,
  truth: "fixed",
  axis: "heterogeneity",
};

const each = (name, ...values) => values.map((value) => ({ [name]: value }));

/** Every combination of one part of a setting out of each list. */
const combinations = (lists) =>
  lists.reduce(
    (settings, parts) => settings.flatMap((one) => parts.map((part) => ({ ...one, ...part }))),
    [{}],
  );

/** Settings at and between the ends of every slider, with every choice. */
export const EXTREMES = combinations([
  each("heterogeneity", 0, 0.01, 2),
  each("noise", 0, 0.05, 2),
  each("data", 1, 64),
  each("locations", 1, 2, 8, 64),
  each("correlation", -1, -0.15, 0, 0.5, 1),
  [
    { tie: 0, best: false },
    { tie: 0.5, best: false },
    { tie: 1, best: false },
    { tie: 0.5, best: true },
  ],
  each("truth", "fixed", "random"),
  each("axis", "heterogeneity", "tie", "data"),
]);
