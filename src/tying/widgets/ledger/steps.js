// Steps of an optimiser, as steps.py takes them with torch: every use pulls towards a value of its
// own, and objects are stepped one after the other, also where they lie over one memory.

import { slotNames } from "./model.js";

export const LEARNING_RATE = 0.1;
export const MOST_STEPS = 500;

/**
 * The values towards which the uses of each slot pull: the k-th use towards k, flipped towards −k.
 */
export function targets(state, recipe) {
  const bySlot = new Map(slotNames(state).map((name) => [name, []]));
  let use = 0;
  state.layers.forEach((layer, i) => {
    const names = layer.slots.map(([local]) => `${i}.${local}`);
    for (let call = 0; call < layer.calls; call += 1) {
      for (const name of names) {
        use += 1;
        bySlot.get(name).push(recipe.flipped.includes(name) ? -use : use);
      }
    }
  });
  return bySlot;
}

/** Adam's direction for the i-th object at its k-th step; every object has moments of its own. */
function adam(objects) {
  const moments = objects.map(() => ({ first: 0, second: 0 }));
  return (i, gradient, k) => {
    const moment = moments[i];
    moment.first = 0.9 * moment.first + (1 - 0.9) * gradient;
    moment.second = 0.999 * moment.second + (1 - 0.999) * gradient * gradient;
    const deviation = Math.sqrt(moment.second) / Math.sqrt(1 - 0.999 ** k);
    return moment.first / (1 - 0.9 ** k) / (deviation + 1e-8);
  };
}

const DIRECTIONS = {
  sgd: () => (_, gradient) => gradient,
  adam,
};

/**
 * For every slot its value at the `start`, its `value` after the recipe's steps, the `targets` of
 * its uses, the `gradient` of its object, and its value after the `next` step.
 */
export function takeSteps(slots, objects, targetsOf, { optimizer, steps }) {
  const pulls = objects.map((_, i) =>
    slots.flatMap(({ name, object }) => (object === i ? targetsOf.get(name) : [])),
  );
  const direction = DIRECTIONS[optimizer](objects);
  const values = new Map(objects.map(({ storage }) => [storage, storage.value]));
  let before;
  let gradients;
  for (let k = 1; k <= steps + 1; k += 1) {
    before = new Map(values);
    gradients = objects.map(({ storage }, i) =>
      pulls[i].reduce((sum, target) => sum + before.get(storage) - target, 0),
    );
    objects.forEach(({ storage }, i) => {
      const step = LEARNING_RATE * direction(i, gradients[i], k);
      values.set(storage, values.get(storage) - step);
    });
  }
  return slots.map(({ name, object }) => {
    const { storage } = objects[object];
    return {
      start: storage.value,
      value: before.get(storage),
      targets: targetsOf.get(name),
      gradient: gradients[object],
      next: values.get(storage),
    };
  });
}
