// Where the boxes of a scene stand: three columns, in which objects and storages stand as near as
// possible to what they are joined to.

import { shapeText } from "./labels.js";

export const CHARACTER = 7.3; // width of one character of a slot's name, in pixels
const NARROW = 500; // width below which texts stand one above the other
const TOP = 28; // height of the heads
const LONGEST_BAR = 60;

const MEASURES = {
  narrow: { row: 40, gap: 6, layerGap: 4, object: 56, objectWithValue: 66, storage: 62 },
  wide: { row: 28, gap: 5, layerGap: 6, object: 46, objectWithValue: 104, storage: 132 },
};

const mean = (list) => list.reduce((sum, number) => sum + number, 0) / list.length;
const middle = (box) => box.y + box.h / 2;
const layerOf = (name) => name.slice(0, name.lastIndexOf("."));

/** The width that slots need, within limits. */
function slotWidth(scene, width, narrow) {
  const characters = (slot) => slot.name.length + (narrow ? 0 : shapeText(slot).length + 2);
  const longest = Math.max(8, ...scene.slots.map(characters));
  const needed = Math.max(narrow ? 104 : 190, Math.ceil(longest * CHARACTER) + 42);
  return Math.min(Math.round(width * (narrow ? 0.46 : 0.56)), needed);
}

/** The boxes of the slots, one below the other, with more room between layers. */
function slotBoxes({ slots }, width, { row, gap, layerGap }) {
  let y = TOP;
  return slots.map(({ name }, i) => {
    if (i && layerOf(name) !== layerOf(slots[i - 1].name)) y += layerGap;
    const box = { x: 0, y, w: width, h: row };
    y += row + gap;
    return box;
  });
}

/** Positions as near as possible to the aims, in their order, without overlap. */
function spread(aims, { row, gap }, bottom) {
  const order = aims.map((_, i) => i).sort((a, b) => aims[a] - aims[b] || a - b);
  const tops = [];
  let free = TOP;
  for (const i of order) {
    tops[i] = Math.max(free, aims[i] - row / 2);
    free = tops[i] + row + gap;
  }
  let limit = bottom;
  for (const i of order.reverse()) {
    tops[i] = Math.min(tops[i], limit - row);
    limit = tops[i] - gap;
  }
  return tops;
}

/** The length of a storage's bar: the largest has the full length. */
function barLengths({ storages }) {
  const most = Math.max(1, ...storages.map(({ numel }) => numel));
  return storages.map(({ numel }) => Math.max(2, Math.round((numel / most) * LONGEST_BAR)));
}

/** Where every box of a scene goes in a picture of this width. */
export function layout(scene, width) {
  const narrow = width < NARROW;
  const measures = narrow ? MEASURES.narrow : MEASURES.wide;
  const slots = slotBoxes(scene, slotWidth(scene, width, narrow), measures);
  const bottom = slots.length ? slots.at(-1).y + measures.row : TOP - measures.gap;
  const column = (joined, x, w) => {
    const aims = joined.map((boxes) => mean(boxes.map(middle)));
    return spread(aims, measures, bottom).map((y) => ({ x, y, w, h: measures.row }));
  };
  const objectWidth = scene.step ? measures.objectWithValue : measures.object;
  const objectX = Math.round(
    (slotWidth(scene, width, narrow) + width - measures.storage - objectWidth) / 2,
  );
  const slotsOfObjects = scene.objects.map((_, i) =>
    slots.filter((_, j) => scene.slots[j].object === i),
  );
  const objects = column(slotsOfObjects, objectX, objectWidth);
  const objectsOfStorages = scene.storages.map((_, i) =>
    objects.filter((_, j) => scene.objects[j].storage === i),
  );
  const bars = barLengths(scene);
  const storages = column(objectsOfStorages, width - measures.storage, measures.storage);
  return {
    width,
    height: Math.max(bottom, TOP + measures.row) + 2,
    narrow,
    slots,
    objects,
    storages: storages.map((box, i) => ({ ...box, bar: bars[i] })),
  };
}
