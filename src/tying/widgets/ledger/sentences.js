// Sentences about layers, about what cannot be done, and about what was done.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { chain } from "./chain.js";
import { shapeOf } from "./model.js";
import { replay } from "./replay.js";
import { sceneOf } from "./scene.js";

const MOST_FITS = 4; // slots that a refusal names

/** "8×4" */
export const shapeInWords = (shape) => shape.join("×");

/** "once", "twice", "3 times". */
export const timesText = (t, k) => t.times[k] ?? fill(t.manyTimes, { k });

/** "Linear 4 → 8" */
export function layerText(t, { type, widthIn, widthOut }) {
  const name = t.types[type];
  if (type === "relu") return name;
  return type === "layernorm" ? `${name} ${widthIn}` : `${name} ${widthIn} → ${widthOut}`;
}

export const chainText = (t, recipe) =>
  chain(recipe)
    .map((layer) => layerText(t, layer))
    .join(" · ");

/** "stored 193 → 129", or "stored stays 129". */
function change(t, name, before, after) {
  const values = { what: t.counts[name], x: format(before[name]), y: format(after[name]) };
  return fill(before[name] === after[name] ? t.stays : t.moved, values);
}

/**
 * What is stored, and the count by object where that alone has moved. (The sentence of an alias
 * has both.)
 */
function countsText(t, op, before, after) {
  const stored = change(t, "stored", before, after);
  const objectsAlone = before.stored === after.stored && before.object !== after.object;
  if (op === "alias" || !objectsAlone) return stored;
  return `${stored}${t.comma}${change(t, "object", before, after)}`;
}

/** Why something cannot be done to two slots: `refusal` is that of operations.js. */
export function refusalText(t, recipe, { why, slot, other, wanted = [], fits = [] }) {
  const { state } = replay(recipe);
  const shape = (name) => (name ? shapeOf(state, name) : []);
  const named = fits.slice(0, MOST_FITS).join(t.and);
  return fill(t.why[why], {
    a: slot,
    b: other,
    sa: shapeInWords(shape(slot)),
    sb: shapeInWords(shape(other)),
    st: shapeInWords([...shape(slot)].reverse()),
    fits: named
      ? fill(t.fits, { list: named })
      : fill(t.fitsNone, { wanted: shapeInWords(wanted) }),
  });
}

/** Why a layer, as `misfit` names it, cannot be called again. */
export function misfitText(t, [i, { type, widthIn, widthOut }]) {
  const text = type === "embedding" ? t.why.again : t.why.unequal;
  return fill(text, { i, in: widthIn, out: widthOut });
}

/** What another chain of layers did to what is stored. */
export function layersChanged(t, before, after) {
  const [old, now] = [sceneOf(before).counts, sceneOf(after).counts];
  const counts = change(t, "stored", old, now);
  return fill(t.done.layer, { chain: chainText(t, after), counts });
}

/** What another number of calls of layer `i` did to the count by use. */
export function callsChanged(t, before, after, i) {
  const times = timesText(t, after.layers[i].calls);
  const [x, y] = [before, after].map((recipe) => format(sceneOf(recipe).counts.use));
  return fill(t.done.uses, { i, times, x, y });
}

/** What an operation did to the chosen slots; `first` may be empty where one slot is enough. */
export function operationDone(t, op, first, target, before, after) {
  const [old, now] = [sceneOf(before).counts, sceneOf(after).counts];
  return fill(t.done[op], {
    a: first,
    b: target,
    i: first.split(".")[0],
    j: target.split(".")[0],
    counts: countsText(t, op, old, now),
    objects: change(t, "object", old, now),
  });
}

/** Where the pull on a slot goes now. */
export function flipped(t, recipe, name) {
  const { slots, step } = sceneOf(recipe);
  const { targets } = step[slots.findIndex((slot) => slot.name === name)];
  return fill(t.done.flip, { a: name, list: targets.map(format).join(", ") });
}

/** What the chosen slots, of which there may be none, hold after the recipe's steps. */
export function stepsTaken(t, recipe, { first, second }) {
  const { slots, step } = sceneOf(recipe);
  const value = (name) => step[slots.findIndex((slot) => slot.name === name)].value;
  const chosen = [first, second].filter(Boolean);
  const [one, other] = chosen.map((a) => fill(t.done.value, { a, x: format(value(a)) }));
  const text = [t.done.step.none, t.done.step.one, t.done.step.both][chosen.length];
  return fill(text, { n: recipe.steps, name: t.kinds[recipe.optimizer], one, other });
}

/** How many numbers a recipe stores, as `text` says it. */
export const storedText = (text, recipe, values) =>
  fill(text, { ...values, n: format(sceneOf(recipe).counts.stored) });
