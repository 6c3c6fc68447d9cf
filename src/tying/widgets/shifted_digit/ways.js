// The two ways to a moved response, and their difference.

import { format } from "../common/format.js";
import { dataTable } from "../common/table.js";
import { fill } from "../common/words.js";
import { difference, differing, norm } from "./responses.js";
import { brief, mapInWords, waysInWords } from "./sentences.js";
import { mapPanel } from "./squares.js";

/** Panels of the two maps and of their difference, and the table of their sizes. */
export function twoWays(t) {
  const maps = [
    [mapPanel(t.first), "shifted_first", t.first, t.firstNote],
    [mapPanel(t.last), "shifted_last", t.last, t.lastNote],
  ];
  const apart = mapPanel(t.difference);
  const table = dataTable(t.table, [t.number, t.value], [1]);
  apart.node.classList.add("is-difference");

  function draw(setting, ways, full) {
    for (const [panel, name, title, note] of maps) {
      panel.draw(ways[name], full, note, mapInWords(t, title, ways[name]));
    }
    const sizes = difference(ways);
    const [n, all] = [differing(ways), sizes.flat().length];
    const most = brief(Math.max(...sizes.flat()));
    const error = fill(t.error, { error: n ? ways.relative_error.toFixed(2) : 0 });
    apart.draw(sizes, full, error, fill(t.differenceLabel, { n, all, most }));
    table.fillWith([
      [t.sizes.response, brief(norm(ways.response))],
      [t.sizes.difference, brief(norm(sizes))],
      [t.sizes.error, brief(ways.relative_error)],
      [t.sizes.differing, format(n)],
      [t.sizes.largest, most],
    ]);
  }
  const panels = [...maps.map(([panel]) => panel.node), apart.node];
  return { panels, table, draw, inWords: waysInWords };
}
