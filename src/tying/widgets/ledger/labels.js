// What a scene says of each of its slots and objects: letters, shapes, how they are held, and
// which objects are equal.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";

/** The letter by which an object is called in the picture and the tables. */
export const labelOf = (scene, i) =>
  scene.objects[i].label ?? (i < 26 ? String.fromCharCode(65 + i) : `#${i + 1}`);

/** The positions of the slots that hold an object. */
export const slotsOf = (scene, object) =>
  scene.slots.flatMap((slot, j) => (slot.object === object ? [j] : []));

/** The positions of the objects over the storage of this one, itself among them. */
export const objectsBeside = (scene, object) =>
  scene.objects.flatMap(({ storage }, i) => (storage === scene.objects[object].storage ? [i] : []));

/** How an object is shared: as an alias of others, tied between slots, or separate. */
export function objectRole(scene, i) {
  if (objectsBeside(scene, i).length > 1) return "alias";
  return slotsOf(scene, i).length > 1 ? "tied" : "separate";
}

/** How a slot holds what it holds: derived, tied, alias or separate. */
export function slotRole(scene, { derived, object }) {
  if (derived) return "derived";
  return slotsOf(scene, object).length > 1 ? "tied" : objectRole(scene, object);
}

/** The shape of a slot, and how often it repeats. */
export const shapeText = ({ shape, repeats }) =>
  repeats > 1 ? `${repeats} × [${shape.join("×")}]` : shape.join("×") || "1";

/** What the steps of a recipe say of an object: those of the first slot that holds it. */
export const stepOf = (scene, object) => scene.step[slotsOf(scene, object)[0]];

/**
 * For each object the first that was made equal to it, still is, and shares nothing; or −1. A scene
 * without steps may say it itself.
 */
export function equals(scene) {
  if (!scene.step) return scene.equal ?? scene.objects.map(() => -1);
  const contents = scene.objects.map(({ shape }, i) => {
    const { start, value } = stepOf(scene, i);
    return [shape, start, format(value)].join();
  });
  const equal = (i, j) =>
    j < i && scene.objects[i].storage !== scene.objects[j].storage && contents[i] === contents[j];
  return scene.objects.map((_, i) => scene.objects.findIndex((_, j) => equal(i, j)));
}

/** An object's letter, and the object that it equals without sharing. */
export function objectText(t, scene, i, equal) {
  const label = labelOf(scene, i);
  if (equal[i] < 0) return label;
  return `${label} ${fill(t.equal, { o: labelOf(scene, equal[i]) })}`;
}
