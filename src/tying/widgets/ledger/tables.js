// What the ledger says in words and tables: counts, the picture as rows, steps of an optimiser.

import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { dataTable } from "../common/table.js";
import { fill } from "../common/words.js";
import { timesText } from "./layers.js";
import { equals, labelOf, objectText, roleOf, shapeText, slotsOf } from "./scene.js";

/** The four counts, each with its meaning; a count that changed says what it was. */
export function countTiles(t) {
  const tiles = Object.fromEntries(
    ["stored", "object", "slot", "use"].map((key) => {
      const number = h("dd", { class: "ledger-number", "data-count": key });
      const help = h("dd", { class: "tied-small" });
      return [
        key,
        { tile: h("div", null, h("dt", null, t.counts[key]), number, help), number, help },
      ];
    }),
  );
  const list = h("dl", { class: "ledger-counts" }, ...Object.values(tiles).map(({ tile }) => tile));
  return {
    list,
    draw(counts, before) {
      for (const [key, { tile, number, help }] of Object.entries(tiles)) {
        const known = counts[key] !== null && counts[key] !== undefined;
        const moved = known && before && before[key] !== counts[key];
        setText(number, known ? format(counts[key]) : "–");
        setText(
          help,
          !known
            ? t.notCounted
            : moved
              ? `${fill(t.was, { n: format(before[key]) })} · ${t.countHelp[key]}`
              : t.countHelp[key],
        );
        tile.classList.toggle("has-changed", !!moved);
      }
    },
  };
}

const code = (text) => h("code", null, text);

/** The picture as a table: a row for every slot. */
export function sceneTable(t) {
  const { node, fillWith } = dataTable(
    t.table,
    [t.slot, t.shape, t.object, t.storage, t.held],
    [3],
  );
  return {
    node,
    draw(scene) {
      const equal = equals(scene);
      fillWith(
        scene.slots.map((slot) => {
          const held = slot.object >= 0 && scene.storages[scene.objects[slot.object].storage];
          return [
            code(slot.name),
            shapeText(slot),
            held ? objectText(t, scene, slot.object, equal) : "–",
            held ? format(held.numel) : "–",
            t[roleOf(scene, slot)],
          ];
        }),
      );
    },
  };
}

/** What each object is asked and where it goes; `flip(name)` turns the pull on a slot around. */
export function stepTable(t, flip) {
  const { node, fillWith } = dataTable(t.stepTitle, [t.object, t.pulls, t.gradient, t.next]);
  const stories = h("ul", { class: "ledger-stories" });
  const buttons = new Map();
  const chip = ({ name }, { targets }) => {
    if (!buttons.has(name)) {
      buttons.set(
        name,
        h("button", { type: "button", class: "ledger-chip", onclick: () => flip(name) }),
      );
    }
    const node = buttons.get(name);
    const list = targets.map(format).join(", ");
    setText(node, `${name} → ${list}`);
    node.setAttribute("aria-label", `${name} → ${list}. ${fill(t.flip, { a: name, list })}`);
    return node;
  };
  return {
    node,
    stories,
    draw(scene, optimizer) {
      const focused = document.activeElement;
      fillWith(
        scene.objects.map((_, i) => {
          const mine = slotsOf(scene, i);
          const { value, next } = scene.step[mine[0]];
          return [
            labelOf(scene, i),
            h(
              "span",
              { class: "ledger-chips" },
              ...mine.map((j) => chip(scene.slots[j], scene.step[j])),
            ),
            sumOf(scene, [i]),
            `${format(value)} → ${format(next)}`,
          ];
        }),
      );
      if (buttons.has(focused?.textContent?.split(" ")[0])) focused.focus();
      stories.replaceChildren(...tell(t, scene, optimizer).map((text) => h("li", null, text)));
    },
  };
}

const sharersOf = (scene, object) =>
  scene.objects.flatMap(({ storage }, i) => (storage === scene.objects[object].storage ? [i] : []));
const usesOf = (scene, object) =>
  slotsOf(scene, object).reduce((sum, j) => sum + scene.step[j].targets.length, 0);

/** "−2.7 + 5.3 = 2.6": what every use of these objects adds to the gradient, in order. */
function sumOf(scene, objects) {
  const pulls = objects
    .flatMap((i) => slotsOf(scene, i))
    .flatMap((j) => scene.step[j].targets.map((aim) => scene.step[j].value - aim));
  const total = objects.reduce((sum, i) => sum + scene.step[slotsOf(scene, i)[0]].gradient, 0);
  const written = pulls
    .map((pull, k) =>
      k === 0
        ? format(pull)
        : `${format(pull).startsWith("−") ? "−" : "+"} ${format(Math.abs(pull))}`,
    )
    .join(" ");
  return pulls.length > 1 ? `${written} = ${format(total)}` : format(total);
}

/** The morals of the next step, one for each group that shares or looks as if it did. */
export function tell(t, scene, optimizer) {
  const found = [];
  const { slots, objects, step } = scene;
  const join = (list) => list.join(t.and);
  objects.forEach((_, i) => {
    const mine = slotsOf(scene, i);
    const turned = mine.filter((j) => slots[j].derived);
    const sum = sumOf(scene, [i]);
    const o = labelOf(scene, i);
    if (mine.length > 1) {
      found.push(
        fill(t.stories.tie, { o, sum, list: join(mine.map((j) => slots[j].name)) }) +
          (turned.length
            ? ` ${fill(t.stories.turned, { list: join(turned.map((j) => slots[j].name)) })}`
            : ""),
      );
    } else if (usesOf(scene, i) > 1) {
      found.push(fill(t.stories.calls, { o, sum, times: timesText(t, usesOf(scene, i)) }));
    }
  });
  objects.forEach((_, i) => {
    const all = sharersOf(scene, i);
    if (all.length < 2 || all[0] !== i) return;
    const { value, next } = step[slotsOf(scene, i)[0]];
    const signs = new Set(all.map((j) => Math.sign(step[slotsOf(scene, j)[0]].gradient)));
    const story = optimizer === "sgd" ? "sgd" : signs.size > 1 ? "apart" : "together";
    found.push(
      fill(t.stories[story], {
        list: join(all.map((j) => labelOf(scene, j))),
        x: format(value),
        y: format(next),
        sum: sumOf(scene, all),
      }),
    );
  });
  equals(scene).forEach((a, b) => {
    if (a < 0) return;
    const [i, j] = [a, b].map((object) => slotsOf(scene, object)[0]);
    const [one, two] = [step[i], step[j]];
    found.push(
      fill(t.stories[format(one.next) === format(two.next) ? "parallel" : "drift"], {
        a: labelOf(scene, a),
        b: labelOf(scene, b),
        x: format(one.value),
        y: format(one.next),
        z: format(two.next),
        g: format(one.gradient),
        h: format(two.gradient),
      }),
    );
  });
  return found.length ? found : [t.stories.alone];
}
