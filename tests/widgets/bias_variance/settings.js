// The setting that the widget starts with: T = 8 estimates of variance 1, s² = 0.5, w = 0.5.

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
