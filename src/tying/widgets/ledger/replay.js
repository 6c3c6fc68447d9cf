// The model of a recipe after all that was done to its slots, and what can be done next.

import { chain } from "./chain.js";
import { place, separate, shapeOf, slotNames, slotsOfShape } from "./model.js";
import { perform } from "./operations.js";

/** The state after all links; those that cannot be done are listed in `dropped`. */
export function replay(recipe) {
  const state = separate(chain(recipe));
  const names = slotNames(state);
  const kept = [];
  const dropped = [];
  for (const link of recipe.links) {
    const known = names.includes(link.source ?? link.target) && names.includes(link.target);
    (known && !perform(state, link) ? kept : dropped).push(link);
  }
  return { state, kept, dropped };
}

/** Why a link cannot be done after those of the recipe, or null. */
export const refusalOf = (recipe, link) => perform(replay(recipe).state, link);

/**
 * The slots of the layer of `name` that share with others, and can be untied one after the other.
 */
export function sharing(recipe, name) {
  const { state } = replay(recipe);
  const { layer } = place(state, name);
  return slotNames(state).filter(
    (target) =>
      place(state, target).layer === layer && perform(state, { op: "untie", target }) === null,
  );
}

/** Two slots to begin with: those of the first link, or the first two matrices of one shape. */
export function suggested(recipe) {
  const { state } = replay(recipe);
  const names = slotNames(state);
  const link = recipe.links.find(
    ({ source, target }) => names.includes(source) && names.includes(target),
  );
  if (link) return { first: link.source, second: link.target };
  const matrices = names.filter((name) => shapeOf(state, name).length === 2);
  for (const first of [...matrices, ...names]) {
    const isBehind = (name) => names.indexOf(name) > names.indexOf(first);
    const second = slotsOfShape(state, shapeOf(state, first), first).find(isBehind);
    if (second) return { first, second };
  }
  return { first: names[0] ?? "", second: names[1] ?? "" };
}
