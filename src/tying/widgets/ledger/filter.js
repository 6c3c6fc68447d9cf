// A part of a scene, and whether it is small enough for a picture.

import { labelOf } from "./labels.js";

const LIMIT = 60; // boxes that a picture may hold

export const boxCount = (scene) =>
  scene.slots.length + scene.objects.length + scene.storages.length;

export const isDrawable = (scene) => boxCount(scene) <= LIMIT;

/** The positions of the objects over the storages of these slots. */
function objectsOf(scene, slots) {
  const inside = slots.filter(({ object }) => object >= 0);
  const storages = new Set(inside.map(({ object }) => scene.objects[object].storage));
  return scene.objects.flatMap(({ storage }, i) => (storages.has(storage) ? [i] : []));
}

/** The part of a scene that has to do with the slots whose name contains `text`. */
export function filtered(scene, text) {
  const query = text.trim().toLowerCase();
  if (!query) return scene;
  const matches = scene.slots.filter(({ name }) => name.toLowerCase().includes(query));
  const objects = objectsOf(scene, matches);
  const storages = [...new Set(objects.map((i) => scene.objects[i].storage))];
  const slots = scene.slots.filter(
    (slot) => objects.includes(slot.object) || matches.includes(slot),
  );
  return {
    ...scene,
    slots: slots.map((slot) => ({ ...slot, object: objects.indexOf(slot.object) })),
    objects: objects.map((i) => ({
      ...scene.objects[i],
      label: labelOf(scene, i),
      storage: storages.indexOf(scene.objects[i].storage),
    })),
    storages: storages.map((i) => scene.storages[i]),
  };
}
