// The traits of a widget's model: compared, and listened to while the view lasts.

/** Whether two values of a trait say the same. */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Hear a model until the view goes: `listen(model, { "change:setting": adopt }, signal)`. */
export function listen(model, reactions, signal) {
  for (const [name, react] of Object.entries(reactions)) model.on(name, react);
  signal?.addEventListener("abort", () => {
    for (const [name, react] of Object.entries(reactions)) model.off(name, react);
  });
}
