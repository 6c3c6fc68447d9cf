// A model without torch: layers, the modules that stand in their places, and what the slots of a
// module hold. A slot holds an object over a storage, or is computed `from` the transpose of
// another slot. A module may stand at several places.

import { same } from "../common/traits.js";

export const size = (shape) => shape.reduce((product, length) => product * length, 1);

/** An object of its own, with a storage of its own, whose entries are all `value`. */
export const newObject = (shape, value) => ({ shape, storage: { numel: size(shape), value } });

/** The model of these layers: every slot has an object of its own, filled with 0.1, 0.2, ... */
export function separate(layers) {
  let made = 0;
  const held = ([local, shape]) => {
    made += 1;
    return [local, { object: newObject(shape, made / 10) }];
  };
  const modules = layers.map(({ slots }) => ({ locals: Object.fromEntries(slots.map(held)) }));
  return { layers, modules };
}

/** Where `name` stands: its layer, module and local name. */
export function place(state, name) {
  const [layer, local] = name.split(".");
  return { layer: +layer, local, module: state.modules[+layer] };
}

/** What the slot `name` holds: { object }, or { from } where it is computed. */
const contentOf = (state, name) => {
  const { module, local } = place(state, name);
  return module.locals[local];
};

export const isDerived = (state, name) => contentOf(state, name).from !== undefined;

/** The place that holds the object from which `name` takes its value, and whether transposed. */
export function origin(state, name) {
  let { module, local } = place(state, name);
  let transposed = false;
  let content = module.locals[local];
  while (content.from) {
    ({ module, local } = content.from);
    transposed = !transposed;
    content = module.locals[local];
  }
  return { module, local, transposed, object: content.object };
}

export const slotNames = (state) =>
  state.layers.flatMap(({ slots }, i) => slots.map(([local]) => `${i}.${local}`));

export function shapeOf(state, name) {
  const { layer, local } = place(state, name);
  return state.layers[layer].slots.find(([other]) => other === local)[1];
}

/** The number that all entries of a slot are at the start. */
export const valueOf = (state, name) => origin(state, name).object.storage.value;

/** The slots of this shape but `name`. */
export const slotsOfShape = (state, shape, name) =>
  slotNames(state).filter((other) => other !== name && same(shapeOf(state, other), shape));

/** The slots that are computed from what `module` holds as `local`. */
export const dependents = (state, module, local) =>
  slotNames(state).filter((name) => {
    const { from } = contentOf(state, name);
    return from && from.module === module && from.local === local;
  });

/** Whether a slot shares memory with another one. */
export function shares(state, name) {
  const { storage } = origin(state, name).object;
  const others = slotNames(state).filter((other) => other !== name);
  return others.some((other) => origin(state, other).object.storage === storage);
}

/** Whether the module stands at several places. */
export const isReused = (state, module) => state.modules.filter((one) => one === module).length > 1;

/** Let `target` hold an object; a module at several places is split for it. */
export function hold(state, target, object) {
  const { layer, local, module } = place(state, target);
  if (isReused(state, module)) state.modules[layer] = { locals: { ...module.locals } };
  state.modules[layer].locals[local] = { object };
}
