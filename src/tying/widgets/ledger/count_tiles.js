// The four counts of a scene, each with its meaning.

import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { fill } from "../common/words.js";

/** The names of the counts, in the order in which they are shown. */
export const COUNTS = ["stored", "object", "slot", "use"];

/** One count; `draw(count, before)`, where the count is null if it is not known. */
function countTile(t, name) {
  const number = h("dd", { class: "ledger-number", "data-count": name });
  const help = h("dd", { class: "tied-small" });
  const node = h("div", null, h("dt", null, t.counts[name]), number, help);
  const explain = (before) =>
    before === null
      ? t.countHelp[name]
      : `${fill(t.was, { n: format(before) })} · ${t.countHelp[name]}`;
  function draw(count, before) {
    const changed = count !== null && before !== null && before !== count;
    setText(number, count === null ? "–" : format(count));
    setText(help, count === null ? t.notCounted : explain(changed ? before : null));
    node.classList.toggle("has-changed", changed);
  }
  return { node, draw };
}

/** All counts, or some; `draw(counts, before)`, and one that differs from `before` says so. */
export function countTiles(t, names = COUNTS) {
  const tiles = names.map((name) => countTile(t, name));
  const node = h("dl", { class: "ledger-counts" }, ...tiles.map((tile) => tile.node));
  const draw = (counts, before) =>
    names.forEach((name, i) => tiles[i].draw(counts[name] ?? null, before?.[name] ?? null));
  return { node, draw };
}
