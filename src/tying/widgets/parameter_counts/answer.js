// What is shown of a setting: maps, bars, the ratio, which weight sits where, and all counts.

import { h, setText } from "../common/dom.js";
import { fold } from "../common/frame.js";
import { scroller } from "../common/scroller.js";
import { bars } from "./bars.js";
import { mapsText, ratioSentence } from "./sentences.js";
import { countTable } from "./table.js";

/**
 * The part below the controls, around `where`; `draw(setting, counts)`, where counts may be null.
 */
export function answerPart(t, where, signal) {
  const maps = h("p", { class: "counts-maps" });
  const scale = h("p", { class: "tied-small" }, t.scale);
  const table = bars(t);
  const ratio = h("p", { class: "counts-ratio" });
  const every = countTable(t);
  const all = fold(t.table, scroller(t, t.table, every.node, signal));
  const node = h("div", { class: "tied-stack" }, maps, scale, table.node, ratio, where, all);

  function draw(setting, counts) {
    table.draw(counts);
    every.draw(counts);
    node.classList.toggle("is-empty", !counts); // what has no numbers keeps its room
    if (!counts) return;
    setText(maps, mapsText(t, setting, counts));
    setText(ratio, ratioSentence(t, counts));
  }
  return { node, draw };
}
