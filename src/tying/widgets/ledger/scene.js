// The scene of a recipe: its slots, objects and storage, counts, and steps of an optimiser; and
// what a scene says of each of them. A scene from Python (scene.py) has the same form.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { origin } from "./model.js";
import { place, replay, shapeOf, size, slotNames } from "./model.js";
import { takeSteps, targets } from "./steps.js";

const LIMIT = 60; // nodes that a picture may hold

/** Everything that the widget shows of a recipe, in the form in which scene.py gives it. */
export function sceneOf(recipe) {
  const { state } = replay(recipe);
  const objects = [];
  const storages = [];
  const index = (list, item) => (list.includes(item) ? list.indexOf(item) : list.push(item) - 1);
  const slots = slotNames(state).map((name) => {
    const at = place(state, name);
    const { object } = origin(at.module, at.local);
    return {
      name,
      shape: shapeOf(state, name),
      object: index(objects, object),
      derived: !!at.module.locals[at.local].from,
      repeats: 1,
    };
  });
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  return {
    slots,
    objects: objects.map((object) => ({
      shape: object.shape,
      storage: index(storages, object.storage),
    })),
    storages: storages.map(({ numel }) => ({ numel })),
    counts: {
      stored: sum(storages.map(({ numel }) => numel)),
      object: sum(objects.map(({ shape }) => size(shape))),
      slot: sum(slots.map(({ shape }) => size(shape))),
      use: sum(
        state.layers.map((layer) => layer.calls * sum(layer.slots.map(([, shape]) => size(shape)))),
      ),
    },
    step: takeSteps(slots, objects, targets(state, recipe), recipe),
  };
}

export const nodes = (scene) => scene.slots.length + scene.objects.length + scene.storages.length;
export const drawable = (scene) => nodes(scene) <= LIMIT;

/** The part of a scene that has to do with the slots whose name contains `text`. */
export function filtered(scene, text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return scene;
  const hits = scene.slots.filter(({ name }) => name.toLowerCase().includes(wanted));
  const storages = new Set(
    hits.filter((s) => s.object >= 0).map(({ object }) => scene.objects[object].storage),
  );
  const objects = new Set(
    scene.objects.flatMap(({ storage }, i) => (storages.has(storage) ? [i] : [])),
  );
  const order = [...objects];
  const memory = [...new Set(order.map((i) => scene.objects[i].storage))];
  return {
    ...scene,
    slots: scene.slots
      .filter((slot) => objects.has(slot.object) || hits.includes(slot))
      .map((slot) => ({ ...slot, object: order.indexOf(slot.object) })),
    objects: order.map((i) => ({
      ...scene.objects[i],
      label: labelOf(scene, i),
      storage: memory.indexOf(scene.objects[i].storage),
    })),
    storages: memory.map((i) => scene.storages[i]),
  };
}

/** The letter by which an object is called in the picture and the tables. */
export const labelOf = (scene, i) =>
  scene.objects[i].label ?? (i < 26 ? String.fromCharCode(65 + i) : `#${i + 1}`);

/** How a slot holds what it holds: derived, tied, alias or separate. */
export function roleOf(scene, slot) {
  if (slot.derived) return "derived";
  const { storage } = scene.objects[slot.object];
  if (scene.slots.filter(({ object }) => object === slot.object).length > 1) return "tied";
  return scene.objects.filter((object) => object.storage === storage).length > 1
    ? "alias"
    : "separate";
}

/** The shape of a slot, and how often it repeats. */
export const shapeText = ({ shape, repeats }) =>
  repeats > 1 ? `${repeats} × [${shape.join("×")}]` : shape.join("×") || "1";

/** The slots that hold an object. */
export const slotsOf = (scene, object) =>
  scene.slots.flatMap((slot, j) => (slot.object === object ? [j] : []));

/** An object's letter, and the object that it equals without sharing. */
export const objectText = (t, scene, i, equal) =>
  labelOf(scene, i) + (equal[i] < 0 ? "" : ` ${fill(t.equal, { o: labelOf(scene, equal[i]) })}`);

/** For each object the first that was made equal to it, still is, and shares nothing; or −1. */
export function equals(scene) {
  const values = (i) => {
    const { start, value } = scene.step[slotsOf(scene, i)[0]];
    return [scene.objects[i].shape, start, format(value)].join();
  };
  return scene.objects.map(({ storage }, i) =>
    !scene.step
      ? -1
      : scene.objects.findIndex(
          (other, j) => j < i && other.storage !== storage && values(j) === values(i),
        ),
  );
}
