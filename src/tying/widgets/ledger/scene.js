// The scene of a recipe: its slots, objects and storages, counts, and steps of an optimiser. A
// scene from Python (scene.py) has the same form.

import { isDerived, origin, shapeOf, size, slotNames } from "./model.js";
import { replay } from "./replay.js";
import { takeSteps, targets } from "./steps.js";

const sum = (list) => list.reduce((total, number) => total + number, 0);

/** The position of `item` in the list, to which it is added if it is new. */
function positionIn(list, item) {
  if (!list.includes(item)) list.push(item);
  return list.indexOf(item);
}

function countsOf(layers, slots, objects, storages) {
  const numbers = (layer) => sum(layer.slots.map(([, shape]) => size(shape)));
  return {
    stored: sum(storages.map(({ numel }) => numel)),
    object: sum(objects.map(({ shape }) => size(shape))),
    slot: sum(slots.map(({ shape }) => size(shape))),
    use: sum(layers.map((layer) => layer.calls * numbers(layer))),
  };
}

/** Everything that the widget shows of a recipe, in the form in which scene.py gives it. */
export function sceneOf(recipe) {
  const { state } = replay(recipe);
  const objects = [];
  const storages = [];
  const slots = slotNames(state).map((name) => ({
    name,
    shape: shapeOf(state, name),
    object: positionIn(objects, origin(state, name).object),
    derived: isDerived(state, name),
    repeats: 1,
  }));
  return {
    slots,
    objects: objects.map(({ shape, storage }) => ({
      shape,
      storage: positionIn(storages, storage),
    })),
    storages: storages.map(({ numel }) => ({ numel })),
    counts: countsOf(state.layers, slots, objects, storages),
    step: takeSteps(slots, objects, targets(state, recipe), recipe),
  };
}
