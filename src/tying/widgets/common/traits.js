// The traits of a widget's model: compared, and listened to while the view lasts.

/** Whether two values of a trait say the same. */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Listen to a model until `signal` aborts: `listen(model, { "change:x": adopt }, signal)`. */
export function listen(model, reactions, signal) {
  for (const [name, react] of Object.entries(reactions)) model.on(name, react);
  signal?.addEventListener("abort", () => {
    for (const [name, react] of Object.entries(reactions)) model.off(name, react);
  });
}
