// The picture of a scene as a table.

import { h } from "../common/dom.js";
import { format } from "../common/format.js";
import { dataTable } from "../common/table.js";
import { equals, objectText, shapeText, slotRole } from "./labels.js";

/** A row for every slot. */
export function sceneTable(t) {
  const heads = [t.slot, t.shape, t.object, t.storage, t.held];
  const { node, fillWith } = dataTable(t.table, heads, [3]);
  function draw(scene) {
    const equal = equals(scene);
    const storageOf = (object) => scene.storages[scene.objects[object].storage];
    const memory = (object) =>
      object < 0
        ? ["–", "–"]
        : [objectText(t, scene, object, equal), format(storageOf(object).numel)];
    fillWith(
      scene.slots.map((slot) => [
        h("code", null, slot.name),
        shapeText(slot),
        ...memory(slot.object),
        t[slotRole(scene, slot)],
      ]),
    );
  }
  return { node, draw };
}
