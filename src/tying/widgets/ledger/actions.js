// What a reader can do on the workbench. An action takes words, a session and its values, and
// returns the session after it and what the status line says: { session, text, tone }.

import { same } from "../common/traits.js";
import { fill } from "../common/words.js";
import { MOST_LAYERS, misfit, withLayer, without } from "./chain.js";
import { isReused, place, slotNames } from "./model.js";
import { refusalOf, replay, sharing, suggested } from "./replay.js";
import { sceneOf } from "./scene.js";
import {
  callsChanged,
  flipped,
  layersChanged,
  misfitText,
  operationDone,
  refusalText,
  stepsTaken,
  storedText,
} from "./sentences.js";
import { MOST_STEPS } from "./steps.js";

/**
 * A session with a recipe: the recipe `start` to which a reset leads, the chosen slots, earlier
 * recipes as `history`, and the counts `before` the last change, or null.
 */
export const newSession = (recipe) => ({
  recipe,
  start: recipe,
  chosen: suggested(recipe),
  history: [],
  before: null,
});

/** With two slots that the recipe has: those that were chosen, or others. */
export function withKnownSlots(session, recipe) {
  const names = slotNames(replay(recipe).state);
  const isKnown = (name) => !name || names.includes(name);
  const known = Object.values(session.chosen).every(isKnown);
  return { ...session, recipe, chosen: known ? session.chosen : suggested(recipe) };
}

/** Whether an example is what a recipe shows, whoever steps and how often. */
export function isExample(recipe, example) {
  const basis = ({ optimizer: _optimizer, steps: _steps, ...rest }) => ({
    ...rest,
    flipped: [...rest.flipped].sort(),
  });
  return same(basis(recipe), basis(example));
}

function refuse(session, text) {
  return { session: { ...session, before: null }, text, tone: "refused" };
}

/** Go on to another recipe; `changes` are those of the session beside it. */
function proceed(session, recipe, text, changes) {
  const history = [...session.history, session.recipe];
  const before = sceneOf(session.recipe).counts;
  return { session: { ...session, recipe, history, before, ...changes }, text, tone: "done" };
}

const WITHOUT_COMPARISON = { before: null }; // the counts do not say what they were

// Where to start

export function begin(t, session, name, example) {
  const recipe = { ...example, optimizer: session.recipe.optimizer };
  const text = storedText(t.done.preset, recipe, { name: t.presets[name] });
  return proceed(session, recipe, text, {
    start: example,
    chosen: suggested(example),
    ...WITHOUT_COMPARISON,
  });
}

export function undo(t, session) {
  const recipe = session.history.at(-1);
  if (!recipe) return refuse(session, t.why.nothing);
  const history = session.history.slice(0, -1);
  return proceed(session, recipe, storedText(t.done.undo, recipe), {
    history,
    ...WITHOUT_COMPARISON,
  });
}

export function reset(t, session) {
  const { start } = session;
  const text = storedText(t.done.reset, start);
  return proceed(session, start, text, { chosen: suggested(start), ...WITHOUT_COMPARISON });
}

// Layers

/** Go on to a recipe with other layers, unless one cannot be called; `tell` says what happened. */
function changeLayers(t, session, changed, tell = layersChanged) {
  const wrong = misfit(changed);
  if (wrong) return refuse(session, misfitText(t, wrong));
  const links = replay(changed).kept;
  const recipe = { ...changed, links, steps: 0 };
  const lost = session.recipe.links.length - links.length;
  const losses = lost > 0 ? ` ${fill(t.done.lost, { n: lost })}` : "";
  return proceed(session, recipe, tell(t, session.recipe, recipe) + losses);
}

export const setInput = (t, session, input) =>
  changeLayers(t, session, { ...session.recipe, input });

/** Change { width, bias or calls } of layer `i`. */
export function setLayer(t, session, i, values) {
  const layers = session.recipe.layers.map((layer, j) =>
    j === i ? { ...layer, ...values } : layer,
  );
  const callsOf = (recipe) => recipe.layers[i].calls;
  const tell = (_, before, after) =>
    callsOf(before) === callsOf(after)
      ? layersChanged(t, before, after)
      : callsChanged(t, before, after, i);
  return changeLayers(t, session, { ...session.recipe, layers }, tell);
}

export function removeLayer(t, session, i) {
  if (session.recipe.layers.length === 1) return refuse(session, t.why.last);
  return changeLayers(t, session, without(session.recipe, i));
}

export function addLayer(t, session, type) {
  const { layers } = session.recipe;
  if (layers.length >= MOST_LAYERS) {
    return refuse(session, fill(t.why.full, { n: MOST_LAYERS }));
  }
  const isSecond = type === "embedding" && layers[0].type === "embedding";
  if (isSecond) return refuse(session, t.why.front);
  return changeLayers(t, session, withLayer(session.recipe, type));
}

// Slots

/** Choose the slots { first } or { second } or both. */
export function choose(t, session, slots) {
  const chosen = { ...session.chosen, ...slots };
  const text = fill(t.done.chosen, { a: chosen.first || "–", b: chosen.second || "–" });
  return { session: { ...session, chosen }, text, tone: "" };
}

/** Choose a slot in the picture: the second one where only the first is chosen. */
export function press(t, session, name) {
  const { first, second } = session.chosen;
  const isSecond = first && !second;
  return choose(t, session, isSecond ? { second: name } : { first: name, second: "" });
}

const needsOneSlot = (op) => op === "untie" || op === "untieLayer";

/** The slot that an operation changes. */
function targetOf({ first, second }, op) {
  return second || (needsOneSlot(op) ? first : "");
}

/** The links that an operation on the chosen slots would add, or the refusal why there are none. */
export function plan({ recipe, chosen }, op) {
  const target = targetOf(chosen, op);
  const isAlone = needsOneSlot(op);
  if (!target || !(isAlone || chosen.first)) return { refusal: { why: "choose" } };
  const slots = op === "untieLayer" ? sharing(recipe, target) : [];
  if (slots.length) return { links: slots.map((name) => ({ op: "untie", target: name })) };
  const link = isAlone ? { op: "untie", target } : { op, source: chosen.first, target };
  const refusal = refusalOf(recipe, link);
  return refusal ? { refusal } : { links: [link] };
}

/** Whether untying a slot splits a module whose other slots stay tied. */
function splits(recipe, target) {
  const { state } = replay(recipe);
  return isReused(state, place(state, target).module) && sharing(recipe, target).length > 1;
}

export function operate(t, session, op) {
  const { links, refusal } = plan(session, op);
  const before = session.recipe;
  if (refusal) return refuse(session, refusalText(t, before, refusal));
  const target = targetOf(session.chosen, op);
  const recipe = { ...before, links: [...before.links, ...links], steps: 0 };
  const text = operationDone(t, op, session.chosen.first, target, before, recipe);
  const split = op === "untie" && splits(before, target);
  const rest = split ? ` ${fill(t.done.split, { j: target.split(".")[0] })}` : "";
  return proceed(session, recipe, text + rest);
}

// Steps

export function setOptimizer(t, session, optimizer) {
  const text = fill(t.done.optimizer, { name: t.kinds[optimizer] });
  return proceed(session, { ...session.recipe, optimizer, steps: 0 }, text);
}

export function advance(t, session, count) {
  const steps = session.recipe.steps + count;
  if (steps > MOST_STEPS) return refuse(session, fill(t.why.steps, { n: MOST_STEPS }));
  const recipe = { ...session.recipe, steps };
  return proceed(session, recipe, stepsTaken(t, recipe, session.chosen), WITHOUT_COMPARISON);
}

export const restart = (t, session) =>
  proceed(session, { ...session.recipe, steps: 0 }, t.done.again, WITHOUT_COMPARISON);

/** Turn the pull on a slot around. */
export function flip(t, session, name) {
  const others = session.recipe.flipped.filter((one) => one !== name);
  const isFlipped = others.length < session.recipe.flipped.length;
  const recipe = { ...session.recipe, flipped: isFlipped ? others : [...others, name], steps: 0 };
  return proceed(session, recipe, flipped(t, recipe, name));
}
