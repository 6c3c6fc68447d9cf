// The picture of a scene: three columns of boxes, and lines from slot to object to storage.
// The layout is pure; the drawing keeps an element for every box and only moves it, so that the
// eye can follow what a tie does.

import { s, setText, uid } from "../common/dom.js";
import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { equals, labelOf, objectText, roleOf, shapeText } from "./scene.js";

const CHARACTER = 7.3; // width of one character of a slot's name, in pixels
const NARROW = 500;

/** Where every box of a scene goes in a picture of this width. */
export function layout(scene, width) {
  const narrow = width < NARROW;
  const row = narrow ? 40 : 28;
  const gap = narrow ? 6 : 5;
  const top = 28;
  const longest = Math.max(
    8,
    ...scene.slots.map((slot) => slot.name.length + (narrow ? 0 : shapeText(slot).length + 2)),
  );
  const slotWidth = Math.min(
    Math.round(width * (narrow ? 0.46 : 0.56)),
    Math.max(narrow ? 104 : 190, Math.ceil(longest * CHARACTER) + 42),
  );
  const objectWidth = narrow ? (scene.step ? 66 : 56) : scene.step ? 104 : 46;
  const storageWidth = narrow ? 62 : 132;
  const objectX = Math.round((slotWidth + width - storageWidth - objectWidth) / 2);
  const storageX = width - storageWidth;
  let y = top;
  const slots = scene.slots.map((slot, i) => {
    if (i && layerOf(slot.name) !== layerOf(scene.slots[i - 1].name)) y += narrow ? 4 : 6;
    const box = { x: 0, y, w: slotWidth, h: row };
    y += row + gap;
    return box;
  });
  const bottom = y - gap;
  const middle = (box) => box.y + box.h / 2;
  const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
  const objectAims = scene.objects.map((_, i) =>
    mean(slots.filter((_, j) => scene.slots[j].object === i).map(middle)),
  );
  const objects = spread(objectAims, row, gap, top, bottom).map((at) => ({
    x: objectX,
    y: at,
    w: objectWidth,
    h: row,
  }));
  const storageAims = scene.storages.map((_, i) =>
    mean(objects.filter((_, j) => scene.objects[j].storage === i).map(middle)),
  );
  const most = Math.max(1, ...scene.storages.map(({ numel }) => numel));
  const storages = spread(storageAims, row, gap, top, bottom).map((at, i) => ({
    x: storageX,
    y: at,
    w: storageWidth,
    h: row,
    bar: Math.max(2, Math.round((scene.storages[i].numel / most) * 60)),
  }));
  return { width, height: Math.max(bottom, top + row) + 2, narrow, slots, objects, storages };
}

/** Positions as near as possible to the aims, in their order, without overlap. */
function spread(aims, size, gap, top, bottom) {
  const order = aims.map((_, i) => i).sort((a, b) => aims[a] - aims[b] || a - b);
  const at = [];
  let free = top;
  for (const i of order) free = (at[i] = Math.max(free, aims[i] - size / 2)) + size + gap;
  let limit = bottom;
  for (const i of order.reverse()) limit = (at[i] = Math.min(at[i], limit - size)) - gap;
  return at;
}

const layerOf = (name) => name.slice(0, name.lastIndexOf("."));

/** The end of a name that fits into so many characters. */
const clip = (name, room) =>
  name.length <= room ? name : `…${name.slice(name.length - room + 1)}`;

/** A picture that lives: `draw(scene, width, { first, second })` shows a scene. */
export function picture(t, choose) {
  const arrow = uid("tied-arrow");
  const boxes = new Map();
  const lines = s("g", { class: "ledger-lines" });
  const front = s("g");
  const heads = ["slots", "objects", "storage"].map((key) =>
    s("text", { class: "ledger-head", y: 14 }, t[key]),
  );
  const svg = s(
    "svg",
    { role: choose ? "group" : "img", dir: "ltr", class: "ledger-picture" },
    s(
      "defs",
      null,
      s(
        "marker",
        {
          id: arrow,
          viewBox: "0 0 8 8",
          refX: 7,
          refY: 4,
          markerWidth: 7,
          markerHeight: 7,
          orient: "auto-start-reverse",
        },
        s("path", { d: "M0 0 8 4 0 8z", class: "ledger-arrow" }),
      ),
    ),
    ...heads,
    lines,
    front,
  );
  const glide = globalThis.CSS?.supports?.("d", 'path("M0 0")');
  svg.classList.toggle("can-glide", !!glide);

  function keep(key, parent, make, seen) {
    seen.add(key);
    if (!boxes.has(key)) {
      const node = make();
      boxes.set(key, node);
      parent.append(node);
    }
    return boxes.get(key);
  }

  const box = (kind) => () =>
    s(
      "g",
      { class: `ledger-box is-${kind}` },
      s("title"),
      s("rect", { rx: kind === "storage" ? 2 : 6 }),
      s("rect", { class: "ledger-bar" }),
      s("circle", { class: "ledger-dot", cx: 15, r: 9 }),
      s("text", { class: "ledger-main" }),
      s("text", { class: "ledger-side" }),
      s("text", { class: "ledger-badge" }),
    );

  function place(
    node,
    { x, y, w, h: height },
    { main, side, title, badge = "", role, narrow, kind, bar },
  ) {
    node.style.transform = `translate(${x}px, ${y}px)`;
    node.setAttribute("data-role", role);
    const [tip, frame, block, dot, first, second, mark] = node.children;
    setText(tip, title);
    for (const [name, value] of [
      ["width", w],
      ["height", height],
    ]) {
      frame.setAttribute(name, value);
    }
    const stacked = narrow && side !== "" && kind !== "storage";
    const line = height / 2 + 4;
    first.setAttribute(
      "x",
      kind === "storage"
        ? narrow
          ? 0
          : bar + 8
        : kind === "object" && !side
          ? w / 2
          : badge
            ? 30
            : 10,
    );
    first.setAttribute("y", stacked ? height / 2 - 3 : kind === "storage" && narrow ? 14 : line);
    second.setAttribute("x", stacked ? (badge ? 30 : 10) : w - 10);
    second.setAttribute("y", stacked ? height / 2 + 13 : line);
    second.setAttribute("text-anchor", stacked ? "start" : "end");
    first.setAttribute("text-anchor", kind === "object" && !side ? "middle" : "start");
    if (kind === "storage") {
      for (const [name, value] of [
        ["width", bar],
        ["height", narrow ? 14 : 18],
        ["y", narrow ? 20 : (height - 18) / 2],
      ]) {
        block.setAttribute(name, value);
      }
    }
    dot.setAttribute("cy", height / 2);
    mark.setAttribute("x", 15);
    mark.setAttribute("y", height / 2 + 4);
    setText(first, main);
    setText(second, side);
    setText(mark, badge);
    node.classList.toggle("is-chosen", badge !== "");
  }

  function connect(node, from, to, role, reversed) {
    const x1 = from.x + from.w + 1;
    const y1 = from.y + from.h / 2;
    const x2 = to.x - 2;
    const y2 = to.y + to.h / 2;
    const bend = (x2 - x1) / 2;
    const d = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    node.setAttribute("d", d);
    if (glide) node.style.d = `path("${d}")`;
    node.setAttribute("data-role", role);
    if (reversed) node.setAttribute("marker-start", `url(#${arrow})`);
    else node.removeAttribute("marker-start");
  }

  function draw(scene, width, chosen) {
    const plan = layout(scene, width);
    const seen = new Set();
    const { narrow } = plan;
    for (const [name, value] of [
      ["width", plan.width],
      ["height", plan.height],
      ["viewBox", `0 0 ${plan.width} ${plan.height}`],
    ]) {
      svg.setAttribute(name, value);
    }
    svg.setAttribute(
      "aria-label",
      fill(t.pictureLabel, {
        slots: scene.slots.length,
        objects: scene.objects.length,
        storages: scene.storages.length,
      }),
    );
    heads.forEach((head, i) =>
      head.setAttribute(
        "x",
        [0, plan.objects[0]?.x ?? width / 2, width - (plan.storages[0]?.w ?? 0)][i],
      ),
    );
    const nameOf = scene.objects.map(
      (_, i) =>
        scene.slots.find(({ object, derived }) => object === i && !derived)?.name ?? `#${i}`,
    );
    const aliased = scene.objects.map(
      ({ storage }) => scene.objects.filter((o) => o.storage === storage).length > 1,
    );
    const equal = equals(scene);
    const held = scene.objects.map(
      (_, i) => scene.slots.filter(({ object }) => object === i).length,
    );
    const storageKey = scene.storages.map(
      (_, i) => nameOf[scene.objects.findIndex((o) => o.storage === i)],
    );
    scene.slots.forEach((slot, i) => {
      const role = roleOf(scene, slot);
      const key = `slot ${slot.name}`;
      const at = plan.slots[i];
      const room = Math.floor(
        (at.w - (choose ? 38 : 18) - (narrow ? 0 : shapeText(slot).length * CHARACTER + 8)) /
          CHARACTER,
      );
      const node = keep(key, front, box("slot"), seen);
      node.classList.toggle("can-choose", !!choose);
      node.onclick = choose && (() => choose(slot.name));
      place(node, at, {
        main: clip(slot.name, room),
        side: shapeText(slot),
        role,
        narrow,
        kind: "slot",
        title: `${slot.name} (${shapeText(slot)}): ${t[role]}`,
        badge: slot.name === chosen.first ? "1" : slot.name === chosen.second ? "2" : "",
      });
      if (slot.object >= 0) {
        connect(
          keep(`${key} →`, lines, () => s("path"), seen),
          at,
          plan.objects[slot.object],
          slot.derived
            ? "derived"
            : held[slot.object] > 1
              ? "tied"
              : aliased[slot.object]
                ? "held"
                : "separate",
          slot.derived,
        );
      }
    });
    scene.objects.forEach((object, i) => {
      const at = plan.objects[i];
      const label = labelOf(scene, i);
      const role = aliased[i] ? "alias" : held[i] > 1 ? "tied" : "separate";
      const value = scene.step
        ? format(scene.step[scene.slots.findIndex((slot) => slot.object === i)].value)
        : "";
      place(keep(`object ${nameOf[i]}`, front, box("object"), seen), at, {
        main: objectText(t, scene, i, equal),
        side: value,
        role,
        narrow,
        kind: "object",
        title: `${t.object} ${label}: ${nameOf[i]}`,
      });
      connect(
        keep(`object ${nameOf[i]} →`, lines, () => s("path"), seen),
        at,
        plan.storages[object.storage],
        aliased[i] ? "alias" : held[i] > 1 ? "tied" : "separate",
        false,
      );
    });
    scene.storages.forEach(({ numel }, i) => {
      const mine = scene.objects.flatMap((o, j) => (o.storage === i ? [j] : []));
      const at = plan.storages[i];
      const role = mine.length > 1 ? "alias" : held[mine[0]] > 1 ? "tied" : "separate";
      place(keep(`storage ${storageKey[i]}`, front, box("storage"), seen), at, {
        main: format(numel),
        side: "",
        role,
        narrow,
        kind: "storage",
        bar: at.bar,
        title: fill(t.numbers, { n: format(numel) }),
      });
    });
    for (const [key, node] of boxes) {
      if (!seen.has(key)) {
        node.remove();
        boxes.delete(key);
      }
    }
    let at = front.firstElementChild; // boxes are read as they are drawn; only new ones move
    for (const key of seen) {
      const node = boxes.get(key);
      if (node === at) at = at.nextElementSibling;
      else if (node.parentNode === front) front.insertBefore(node, at);
    }
  }

  return { svg, draw };
}
