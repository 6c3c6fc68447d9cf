// What the ledger says in words and tables: counts, the picture as rows, one optimiser step.

/** The four counts, each with its meaning; a count that changed says what it was. */
export function countTiles(t) {
  const tiles = Object.fromEntries(["stored", "object", "slot", "use"].map((key) => {
    const number = h("dd", { class: "ledger-number", "data-count": key }), help = h("dd", { class: "tied-small" });
    return [key, { tile: h("div", null, h("dt", null, t.counts[key]), number, help), number, help }];
  }));
  const list = h("dl", { class: "ledger-counts" }, ...Object.values(tiles).map(({ tile }) => tile));
  return {
    list,
    draw(counts, before) {
      for (const [key, { tile, number, help }] of Object.entries(tiles)) {
        const known = counts[key] !== null && counts[key] !== undefined, moved = known && before && before[key] !== counts[key];
        setText(number, known ? format(counts[key]) : "–");
        setText(help, !known ? t.notCounted : moved ? `${fill(t.was, { n: format(before[key]) })} · ${t.countHelp[key]}` : t.countHelp[key]);
        tile.classList.toggle("has-changed", !!moved);
      }
    },
  };
}

const code = (text) => h("code", null, text);
const cells = (row, numeric) => h("tr", null, ...row.map((cell, i) => h(i ? "td" : "th", { scope: i ? null : "row", class: numeric.includes(i) ? "is-number" : null }, ...[].concat(cell))));

function table(caption, heads, numeric) {
  const body = h("tbody");
  const node = h("table", { "aria-label": caption }, h("thead", null, h("tr", null, ...heads.map((text, i) => h("th", { scope: "col", class: numeric.includes(i) ? "is-number" : null }, text)))), body);
  return { node, fillWith: (rows) => body.replaceChildren(...rows.map((row) => cells(row, numeric))) };
}

/** The picture as a table: a row for every slot. */
export function sceneTable(t) {
  const { node, fillWith } = table(t.table, [t.slot, t.shape, t.object, t.storage, t.held], [3]);
  return {
    node,
    draw(scene) {
      fillWith(scene.slots.map((slot) => {
        const held = slot.object >= 0 && scene.storages[scene.objects[slot.object].storage];
        return [code(slot.name), shapeText(slot), held ? labelOf(scene, slot.object) : "–", held ? format(held.numel) : "–", t[roleOf(scene, slot)]];
      }));
    },
  };
}

/** What one optimiser step does to every slot. */
export function stepTable(t) {
  const { node, fillWith } = table(t.stepTitle, [t.slot, t.object, t.before, t.gradient, t.after, t.updates], [2, 3, 4]);
  const stories = h("ul", { class: "ledger-stories" });
  return {
    node, stories,
    draw(scene, optimizer) {
      fillWith(scene.slots.map((slot, i) => {
        const { before, gradient, after } = scene.step[i], uses = usesOf(scene, slot.object), times = sharersOf(scene, slot.object).length;
        return [code(slot.name), labelOf(scene, slot.object), format(before), `${uses.length > 1 ? `${uses.join(" + ")} = ` : ""}${format(gradient)}`, format(after), times > 1 ? fill(t.two, { k: times }) : t.one];
      }));
      stories.replaceChildren(...tell(t, scene, optimizer).map((text) => h("li", null, text)));
    },
  };
}

const usesOf = (scene, object) => scene.slots.flatMap((slot, i) => (slot.object === object ? scene.step[i].uses : [])).sort((a, b) => a - b);
const sharersOf = (scene, object) => scene.objects.flatMap(({ storage }, i) => (storage === scene.objects[object].storage ? [i] : []));

/** The morals of the step, at most one of each kind. */
export function tell(t, scene, optimizer) {
  const found = [], { slots, objects, step } = scene, join = (list) => list.join(t.and);
  const slotsOf = (i) => slots.flatMap((slot, j) => (slot.object === i ? [j] : []));
  const tied = objects.findIndex((_, i) => slotsOf(i).length > 1);
  if (tied >= 0) {
    found.push(fill(t.stories.tie, { o: labelOf(scene, tied), list: join(slotsOf(tied).map((j) => slots[j].name)), sum: `${usesOf(scene, tied).join(" + ")} = ${format(step[slotsOf(tied)[0]].gradient)}` }));
  }
  const aliased = objects.findIndex((_, i) => sharersOf(scene, i).length > 1);
  if (aliased >= 0) {
    const all = sharersOf(scene, aliased), { before, after } = step[slotsOf(aliased)[0]];
    found.push(fill(t.stories[optimizer], { list: join(all.map((i) => labelOf(scene, i))), k: all.length, move: format(after - before), single: format((after - before) / all.length) }));
  }
  for (let a = 0; a < slots.length; a += 1) {
    const b = slots.findIndex((slot, j) => j > a && step[j].before === step[a].before && objects[slot.object].storage !== objects[slots[a].object].storage);
    if (b < 0) continue;
    const story = format(step[a].after) === format(step[b].after) ? "parallel" : "drift", what = story === "drift" ? "after" : "gradient";
    found.push(fill(t.stories[story], { a: slots[a].name, b: slots[b].name, before: format(step[a].before), x: format(step[a][what]), y: format(step[b][what]) }));
    break;
  }
  return found.length ? found : [t.stories.alone];
}
