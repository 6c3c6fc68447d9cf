// The picture of a scene: three columns of boxes, and lines from slot to object to storage. It
// keeps an element for every box and only moves it, so that the eye can follow what a tie does.

import { s, setAttributes } from "../common/dom.js";
import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { box, drawBox } from "./boxes.js";
import { keptNodes } from "./kept_nodes.js";
import { equals, labelOf, objectRole, objectText, shapeText, slotRole, stepOf } from "./labels.js";
import { CHARACTER, layout } from "./layout.js";
import { arrowhead, canGlide, drawLine } from "./lines.js";

/** The end of a name that fits into so many characters. */
const clip = (name, room) =>
  name.length <= room ? name : `…${name.slice(name.length - room + 1)}`;

/** The text for a slot's name, where a badge may stand before it and the shape behind. */
function nameText(slot, width, narrow, hasBadge) {
  const shape = narrow ? 0 : shapeText(slot).length * CHARACTER + 8;
  return clip(slot.name, Math.floor((width - (hasBadge ? 38 : 18) - shape) / CHARACTER));
}

function badgeOf(name, { first, second }) {
  if (name === first) return "1";
  return name === second ? "2" : "";
}

/** The name of an object is that of the first slot that holds it, and is not computed from it. */
const objectName = (scene, i) =>
  scene.slots.find(({ object, derived }) => object === i && !derived)?.name ?? `#${i}`;

/** What the box of an object says: its letter, and its value where the scene has steps. */
function objectContent(t, scene, i, equal) {
  return {
    main: objectText(t, scene, i, equal),
    side: scene.step ? format(stepOf(scene, i).value) : "",
    badge: "",
    title: `${t.object} ${labelOf(scene, i)}: ${objectName(scene, i)}`,
    role: objectRole(scene, i),
  };
}

function storageContent(t, { numel }, role) {
  const text = format(numel);
  return { main: text, side: "", badge: "", title: fill(t.numbers, { n: text }), role };
}

/** The frame of a picture: heads of three columns, lines, and boxes in front of them. */
function canvas(t, isControl) {
  const arrow = arrowhead();
  const heads = [t.slots, t.objects, t.storage].map((text) =>
    s("text", { class: "ledger-head", y: 14 }, text),
  );
  const lines = s("g", { class: "ledger-lines" });
  const boxes = s("g");
  const attributes = { role: isControl ? "group" : "img", dir: "ltr", class: "ledger-picture" };
  const svg = s("svg", attributes, arrow.defs, ...heads, lines, boxes);
  svg.classList.toggle("can-glide", canGlide());

  function draw(scene, { width, height, objects, storages }) {
    const label = fill(t.pictureLabel, {
      slots: scene.slots.length,
      objects: scene.objects.length,
      storages: scene.storages.length,
    });
    const viewBox = `0 0 ${width} ${height}`;
    setAttributes(svg, { width, height, viewBox, "aria-label": label });
    const columns = [0, objects[0]?.x ?? width / 2, width - (storages[0]?.w ?? 0)];
    heads.forEach((head, i) => head.setAttribute("x", columns[i]));
  }
  return { svg, lines, boxes, arrow: arrow.reference, draw };
}

/**
 * A picture that is updated in place: `draw(scene, width, { first, second })` shows a scene. With
 * `choose(name)` the slots can be pressed.
 */
export function picture(t, choose) {
  const { svg, lines, boxes, arrow, draw: drawCanvas } = canvas(t, !!choose);
  const nodes = keptNodes();
  const boxOf = (kind, name) => nodes.keep(`${kind} ${name}`, boxes, () => box(kind));
  const lineOf = (kind, name) => nodes.keep(`${kind} ${name} →`, lines, () => s("path"));

  function drawSlot(scene, plan, i, chosen) {
    const slot = scene.slots[i];
    const [at, role, shape] = [plan.slots[i], slotRole(scene, slot), shapeText(slot)];
    const node = boxOf("slot", slot.name);
    node.classList.toggle("can-choose", !!choose);
    node.onclick = choose && (() => choose(slot.name));
    const content = {
      main: nameText(slot, at.w, plan.narrow, !!choose),
      side: shape,
      badge: badgeOf(slot.name, chosen),
      title: `${slot.name} (${shape}): ${t[role]}`,
      role,
    };
    drawBox(node, "slot", at, content, plan.narrow);
    if (slot.object < 0) return;
    const to = plan.objects[slot.object];
    const line = role === "alias" ? "held" : role; // dashes are for what lies over one storage
    drawLine(lineOf("slot", slot.name), at, to, line, slot.derived && arrow);
  }
  function drawObject(scene, plan, i, equal) {
    const name = objectName(scene, i);
    const content = objectContent(t, scene, i, equal);
    const to = plan.storages[scene.objects[i].storage];
    drawBox(boxOf("object", name), "object", plan.objects[i], content, plan.narrow);
    drawLine(lineOf("object", name), plan.objects[i], to, content.role);
  }
  function drawStorage(scene, plan, i) {
    const object = scene.objects.findIndex(({ storage }) => storage === i);
    const content = storageContent(t, scene.storages[i], objectRole(scene, object));
    const node = boxOf("storage", objectName(scene, object));
    drawBox(node, "storage", plan.storages[i], content, plan.narrow);
  }
  function draw(scene, width, chosen) {
    const plan = layout(scene, width);
    const equal = equals(scene);
    drawCanvas(scene, plan);
    scene.slots.forEach((_, i) => drawSlot(scene, plan, i, chosen));
    scene.objects.forEach((_, i) => drawObject(scene, plan, i, equal));
    scene.storages.forEach((_, i) => drawStorage(scene, plan, i));
    nodes.finish(boxes);
  }
  return { svg, draw };
}
