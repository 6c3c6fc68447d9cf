// Steps of an optimiser, as steps.py takes them with torch: every use pulls towards a value of its
// own, and objects are stepped one after the other, also where they lie over one memory.

import { slotNames } from "./model.js";

export const LEARNING_RATE = 0.1;
export const MOST_STEPS = 500;

/**
 * The values towards which the uses of each slot pull: the k-th use towards k, flipped towards −k.
 */
export function targets(state, recipe) {
  const found = new Map(slotNames(state).map((name) => [name, []]));
  let use = 0;
  state.layers.forEach((layer, i) => {
    for (let call = 0; call < layer.calls; call += 1) {
      for (const [local] of layer.slots) {
        const name = `${i}.${local}`;
        use += 1;
        found.get(name).push(recipe.flipped.includes(name) ? -use : use);
      }
    }
  });
  return found;
}

/** What every slot holds after the recipe's steps, what its object is asked, and what follows. */
export function takeSteps(slots, objects, aims, { optimizer, steps }) {
  const values = new Map(objects.map(({ storage }) => [storage, storage.value]));
  const pulls = objects.map((_, i) =>
    slots.flatMap(({ name, object }) => (object === i ? aims.get(name) : [])),
  );
  const moments = objects.map(() => ({ m: 0, v: 0 }));
  let before;
  let gradients;
  for (let k = 1; k <= steps + 1; k += 1) {
    before = new Map(values);
    gradients = objects.map(({ storage }, i) =>
      pulls[i].reduce((sum, aim) => sum + values.get(storage) - aim, 0),
    );
    objects.forEach(({ storage }, i) => {
      const way = optimizer === "adam" ? adam(moments[i], gradients[i], k) : gradients[i];
      values.set(storage, values.get(storage) - LEARNING_RATE * way);
    });
  }
  return slots.map(({ name, object }) => {
    const { storage } = objects[object];
    return {
      start: storage.value,
      value: before.get(storage),
      targets: aims.get(name),
      gradient: gradients[object],
      next: values.get(storage),
    };
  });
}

/** The direction of Adam's k-th step; the moments are updated. */
function adam(moments, gradient, k) {
  moments.m = 0.9 * moments.m + (1 - 0.9) * gradient;
  moments.v = 0.999 * moments.v + (1 - 0.999) * gradient * gradient;
  return moments.m / (1 - 0.9 ** k) / (Math.sqrt(moments.v) / Math.sqrt(1 - 0.999 ** k) + 1e-8);
}
