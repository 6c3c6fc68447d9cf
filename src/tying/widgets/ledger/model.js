// The arithmetic of the ledger: a recipe (layers and what was done to their slots) becomes a scene
// (slots, objects, storage, counts, steps of an optimiser). Everything here is pure, and mirrors
// what recipe.py and scene.py do with torch.

import { same } from "../common/traits.js";

export const MOST_LAYERS = 8;

/** Layers with the width that reaches each: [{type, in, out, slots: [[local, shape]], calls}]. */
export function chain(recipe) {
  let width = recipe.input;
  return recipe.layers.map((layer) => {
    const before = width;
    const out = layer.type === "linear" || layer.type === "embedding" ? layer.width : before;
    width = out;
    const slots = {
      embedding: () => [["weight", [before, out]]],
      linear: () => [["weight", [out, before]], ...(layer.bias ? [["bias", [out]]] : [])],
      layernorm: () => [
        ["weight", [before]],
        ["bias", [before]],
      ],
      relu: () => [],
    }[layer.type]();
    return { ...layer, in: before, out, slots };
  });
}

/**
 * The first layer that is called on what it gave itself and cannot take it, as [number, layer]; or
 * null.
 */
export function misfit(recipe) {
  return (
    [...chain(recipe).entries()].find(
      ([, layer]) => layer.calls > 1 && (layer.type === "embedding" || layer.in !== layer.out),
    ) ?? null
  );
}

/** The model of a recipe before anything is done to it: every slot with a parameter of its own. */
function separate(layers) {
  let made = 0;
  const modules = layers.map((layer) => ({
    locals: Object.fromEntries(
      layer.slots.map(([local, shape]) => {
        made += 1;
        return [local, { object: { shape, storage: { numel: size(shape), value: made / 10 } } }];
      }),
    ),
  }));
  return { layers, modules };
}

export const size = (shape) => shape.reduce((a, b) => a * b, 1);
const turned = (shape) => [...shape].reverse();

/** Where `name` stands: its layer, module and local name. */
export function place(state, name) {
  const [layer, local] = name.split(".");
  return { layer: +layer, local, module: state.modules[+layer] };
}

/** The place that holds the parameter from which a slot takes its value, and whether turned. */
export function origin(module, local) {
  let transposed = false;
  let slot = module.locals[local];
  while (slot.from) {
    ({ module, local } = slot.from);
    transposed = !transposed;
    slot = module.locals[local];
  }
  return { module, local, transposed, object: slot.object };
}

const originOf = (state, name) => {
  const at = place(state, name);
  return origin(at.module, at.local);
};

export function slotNames(state) {
  return state.layers.flatMap((layer, i) => layer.slots.map(([local]) => `${i}.${local}`));
}

export function shapeOf(state, name) {
  const at = place(state, name);
  return state.layers[at.layer].slots.find(([local]) => local === at.local)[1];
}

const dependents = (state, module, local) =>
  slotNames(state).filter((name) => {
    const at = place(state, name);
    const from = at.module.locals[at.local].from;
    return from && from.module === module && from.local === local;
  });

const shares = (state, name) => {
  const storage = originOf(state, name).object.storage;
  return slotNames(state).some(
    (other) => other !== name && originOf(state, other).object.storage === storage,
  );
};

/** Why `target` cannot get something of its own, or null. As tying.ties.untie decides it. */
function held(state, target) {
  const { module, local } = place(state, target);
  if (state.modules.filter((one) => one === module).length > 1) return null;
  const others = dependents(state, module, local);
  return others.length ? { why: "source", slot: target, other: others[0] } : null;
}

/** Give `target` a module of its own if its module stands at several places, then a parameter. */
function hold(state, target, object) {
  const { layer, local, module } = place(state, target);
  if (state.modules.filter((one) => one === module).length > 1) {
    state.modules[layer] = { locals: { ...module.locals } };
  }
  state.modules[layer].locals[local] = { object };
}

const fits = (state, name, shape) =>
  slotNames(state).filter((other) => other !== name && same(shapeOf(state, other), shape));

/**
 * Do one thing to the slots of `state`. Null, or why it cannot be done; nothing is changed then.
 */
export function act(state, { op, source, target }) {
  if (op === "untie") {
    if (!shares(state, target)) return { why: "alone", slot: target };
    const stuck = held(state, target);
    if (stuck) return stuck;
    const { shape, value } = valueOf(state, target);
    hold(state, target, fresh(shape, value));
    return null;
  }
  if (source === target) return { why: "twice", slot: source };
  const a = shapeOf(state, source);
  const b = shapeOf(state, target);
  const start = originOf(state, source);
  const end = originOf(state, target);
  const here = place(state, source);
  const there = place(state, target);
  if (op === "reuse") {
    const one = state.layers[here.layer];
    const two = state.layers[there.layer];
    const alike =
      one.type === two.type &&
      same(one.slots.map(([, s]) => s).flat(), two.slots.map(([, s]) => s).flat());
    if (here.layer === there.layer || here.module === there.module) {
      return { why: "samemodule", slot: source, other: target };
    }
    if (!alike) return { why: "modules", slot: source, other: target };
    if (state.modules.filter((one) => one === there.module).length === 1) {
      for (const local of Object.keys(there.module.locals)) {
        const others = dependents(state, there.module, local).filter(
          (name) => place(state, name).module !== there.module,
        );
        if (others.length) {
          return { why: "source", slot: `${there.layer}.${local}`, other: others[0] };
        }
      }
    }
    state.modules[there.layer] = here.module;
    return null;
  }
  const transposed = op === "transpose";
  const wanted = transposed ? turned(a) : a;
  if (transposed && !(a.length === 2 && b.length === 2)) {
    return { why: "matrix", slot: source, other: target };
  }
  if (!same(b, wanted)) {
    const turn = op === "tie" && a.length === 2 && same(b, turned(a));
    return {
      why: turn ? "turn" : transposed ? "notturned" : "shape",
      slot: source,
      other: target,
      a,
      b,
      op,
      wanted,
      fits: fits(state, source, wanted),
    };
  }
  if (op === "tie" || transposed) {
    if (start.object === end.object && (start.transposed !== end.transposed) === transposed) {
      return { why: "already", slot: source, other: target };
    }
    if (transposed === start.transposed) {
      there.module.locals[there.local] = { object: start.object };
    } else if (here.module === there.module && here.local === there.local) {
      return { why: "samemodule", slot: source, other: target };
    } else if (start.module === end.module && start.local === end.local) {
      return { why: "computed", slot: source, other: target };
    } else {
      there.module.locals[there.local] = { from: { module: start.module, local: start.local } };
    }
    return null;
  }
  if (
    op === "alias" &&
    start.object !== end.object &&
    start.object.storage === end.object.storage
  ) {
    return { why: "aliased", slot: source, other: target };
  }
  const stuck = shares(state, target) && held(state, target);
  if (stuck) return stuck;
  const { shape, value } = valueOf(state, source);
  hold(
    state,
    target,
    op === "copy" ? fresh(shape, value) : { shape, storage: start.object.storage },
  );
  return null;
}

const valueOf = (state, name) => ({
  shape: shapeOf(state, name),
  value: originOf(state, name).object.storage.value,
});
const fresh = (shape, value) => ({ shape, storage: { numel: size(shape), value } });

/** Two slots to begin with: those of the first link, or the first two matrices of one shape. */
export function suggested(recipe) {
  const { state } = replay(recipe);
  const names = slotNames(state);
  const known = ({ source, target }) => names.includes(source) && names.includes(target);
  const link = recipe.links.find(known);
  if (link) return { first: link.source, second: link.target };
  const matrices = names.filter((name) => shapeOf(state, name).length === 2);
  for (const first of [...matrices, ...names]) {
    const second = fits(state, first, shapeOf(state, first)).find(
      (name) => names.indexOf(name) > names.indexOf(first),
    );
    if (second) return { first, second };
  }
  return { first: names[0] ?? "", second: names[1] ?? "" };
}

/**
 * The slots of the layer of `name` that share with others, and can be untied one after the other.
 */
export function sharing(recipe, name) {
  const { state } = replay(recipe);
  const layer = `${place(state, name).layer}.`;
  const done = [];
  for (const target of slotNames(state).filter((one) => one.startsWith(layer))) {
    if (!act(state, { op: "untie", target })) done.push(target);
  }
  return done;
}

/** Whether the module of the layer of `name` stands at other places too. */
export const reused = (state, name) =>
  state.modules.filter((one) => one === place(state, name).module).length > 1;

/** The state after all that the recipe does. Links that cannot be done are listed in `dropped`. */
export function replay(recipe) {
  const state = separate(chain(recipe));
  const kept = [];
  const dropped = [];
  for (const link of recipe.links) {
    const known = [link.source ?? link.target, link.target].every((name) =>
      slotNames(state).includes(name),
    );
    (known && !act(state, link) ? kept : dropped).push(link);
  }
  return { state, kept, dropped };
}

/** The recipe with new layers, whose `moved(old number)` says where a layer is now, or null. */
function rearranged(recipe, layers, moved) {
  const rename = (name) => {
    const [layer, local] = name.split(".");
    const now = moved(+layer);
    return now === null ? null : `${now}.${local}`;
  };
  const links = recipe.links.map(({ op, source, target }) => ({
    op,
    ...(source && { source: rename(source) }),
    target: rename(target),
  }));
  return {
    ...recipe,
    layers,
    links: links.filter(({ source, target }) => source !== null && target !== null),
    flipped: recipe.flipped.map(rename).filter((name) => name !== null),
  };
}

/** Without one layer: links that name it go, and the layers behind it move up. */
export function without(recipe, index) {
  const left = rearranged(
    recipe,
    recipe.layers.filter((_, i) => i !== index),
    (i) => (i === index ? null : i > index ? i - 1 : i),
  );
  return recipe.layers[index].type === "embedding"
    ? { ...left, input: recipe.layers[index].width }
    : left;
}

/** With one layer more: at the end, or in front if it is an embedding. */
export function withLayer(recipe, type) {
  if (type === "embedding") {
    const front = { type, width: recipe.input, bias: true, calls: 1 };
    return { ...rearranged(recipe, [front, ...recipe.layers], (i) => i + 1), input: 12 };
  }
  return {
    ...recipe,
    layers: [...recipe.layers, { type, width: type === "linear" ? 8 : 0, bias: true, calls: 1 }],
  };
}
