// What can be done to two slots of a model. An operation changes `state` and returns null; or it
// changes nothing and returns why it cannot be done, as { why: a key of the words, slot, other }.

import { same } from "../common/traits.js";
import {
  dependents,
  hold,
  isReused,
  newObject,
  origin,
  place,
  shapeOf,
  shares,
  slotsOfShape,
  valueOf,
} from "./model.js";

const reversed = (shape) => [...shape].reverse();
const samePlace = (one, other) => one.module === other.module && one.local === other.local;

function shapeProblem(op, source, target) {
  if (op === "transpose") return "notturned";
  return op === "tie" && same(target, reversed(source)) ? "turn" : "shape";
}

/** Why the shapes do not match, with the slots that would; null where they do. */
function shapeMismatch(state, op, source, target) {
  const [shape, actual] = [shapeOf(state, source), shapeOf(state, target)];
  const transposed = op === "transpose";
  if (transposed && !(shape.length === 2 && actual.length === 2)) {
    return { why: "matrix", slot: source, other: target };
  }
  const wanted = transposed ? reversed(shape) : shape;
  if (same(actual, wanted)) return null;
  const fits = slotsOfShape(state, wanted, source);
  return { why: shapeProblem(op, shape, actual), slot: source, other: target, wanted, fits };
}

/** Give `target` an object of its own, unless another slot is computed from it (as `untie`). */
function replace(state, target, object) {
  const { module, local } = place(state, target);
  if (shares(state, target) && !isReused(state, module)) {
    const [other] = dependents(state, module, local);
    if (other) return { why: "source", slot: target, other };
  }
  hold(state, target, object);
  return null;
}

function untie(state, target) {
  if (!shares(state, target)) return { why: "alone", slot: target };
  return replace(state, target, newObject(shapeOf(state, target), valueOf(state, target)));
}

function copy(state, source, target) {
  const mismatch = shapeMismatch(state, "copy", source, target);
  if (mismatch) return mismatch;
  return replace(state, target, newObject(shapeOf(state, source), valueOf(state, source)));
}

function alias(state, source, target) {
  const mismatch = shapeMismatch(state, "alias", source, target);
  if (mismatch) return mismatch;
  const [start, end] = [origin(state, source).object, origin(state, target).object];
  if (start !== end && start.storage === end.storage) {
    return { why: "aliased", slot: source, other: target };
  }
  return replace(state, target, { shape: shapeOf(state, source), storage: start.storage });
}

/** Tie, or tie to the transpose, in which case `target` is computed and holds no object. */
function join(state, op, source, target) {
  const mismatch = shapeMismatch(state, op, source, target);
  if (mismatch) return mismatch;
  const transposed = op === "transpose";
  const [start, end] = [origin(state, source), origin(state, target)];
  const there = place(state, target);
  const refusal = (why) => ({ why, slot: source, other: target });
  if (start.object === end.object && (start.transposed !== end.transposed) === transposed) {
    return refusal("already");
  }
  if (transposed === start.transposed) {
    there.module.locals[there.local] = { object: start.object };
    return null;
  }
  if (samePlace(place(state, source), there)) return refusal("samemodule");
  if (samePlace(start, end)) return refusal("computed");
  there.module.locals[there.local] = { from: { module: start.module, local: start.local } };
  return null;
}

/** A slot of a layer from which a slot of another module is computed, and that one; or null. */
function sourceIn(state, { layer, module }) {
  const isElsewhere = (name) => place(state, name).module !== module;
  for (const local of Object.keys(module.locals)) {
    const other = dependents(state, module, local).find(isElsewhere);
    if (other) return { why: "source", slot: `${layer}.${local}`, other };
  }
  return null;
}

/** Put the module of `source` in the place of that of `target`. */
function reuse(state, source, target) {
  const [here, there] = [place(state, source), place(state, target)];
  if (here.module === there.module) return { why: "samemodule", slot: source, other: target };
  const [one, two] = [state.layers[here.layer], state.layers[there.layer]];
  if (one.type !== two.type || !same(one.slots, two.slots)) {
    return { why: "modules", slot: source, other: target };
  }
  const dropped = isReused(state, there.module) ? null : sourceIn(state, there);
  if (dropped) return dropped;
  state.modules[there.layer] = here.module;
  return null;
}

const JOINS = {
  tie: (state, source, target) => join(state, "tie", source, target),
  transpose: (state, source, target) => join(state, "transpose", source, target),
  copy,
  alias,
  reuse,
};

/** Do what a link of a recipe says; null, or why it cannot be done. */
export function perform(state, { op, source, target }) {
  if (op === "untie") return untie(state, target);
  if (source === target) return { why: "twice", slot: source };
  return JOINS[op](state, source, target);
}
