// The map, and three numbers made of it, each on a line: before the move and now.

import { h, s, setAttributes, setText } from "../common/dom.js";
import { dataTable } from "../common/table.js";
import { beforeAndNow, brief, change, mapInWords, middle, pooledInWords } from "./sentences.js";
import { mapPanel } from "./squares.js";

const LENGTH = 200; // of a line, in units of its picture
const EDGE = 8; // of it, before its least value and behind its largest

/** A line from `least` to `most`, with a ring for before and a dot for now. */
function line(title) {
  const before = s("circle", { cy: 10, r: 7, class: "shifted-before" });
  const now = s("circle", { cy: 10, r: 4, class: "shifted-now" });
  const track = s("path", { d: `M${EDGE} 10H${LENGTH - EDGE}`, class: "shifted-track" });
  const box = { viewBox: `0 0 ${LENGTH} 20`, class: "shifted-line", "aria-hidden": "true" };
  const value = h("span", { class: "tied-value" });
  const head = h("p", { class: "shifted-head" }, h("span", null, title), value);
  const node = h("div", { class: "shifted-number" }, head, s("svg", box, track, before, now));
  function draw([least, most], from, to, text) {
    const at = (x) => {
      const share = Math.max(0, Math.min(1, (x - least) / (most - least)));
      return EDGE + share * (LENGTH - 2 * EDGE);
    };
    setAttributes(before, { cx: at(from) });
    setAttributes(now, { cx: at(to) });
    setText(value, text);
  }
  return { node, draw };
}

/** What ring and dot mean. */
function marks(t) {
  const mark = (name, r, text) =>
    h(
      "span",
      null,
      s(
        "svg",
        { width: 16, height: 16, viewBox: "-8 -8 16 16", "aria-hidden": "true" },
        s("circle", { r, class: name }),
      ),
      ` ${text}`,
    );
  return h(
    "p",
    { class: "tied-small shifted-marks" },
    mark("shifted-before", 7, t.before),
    mark("shifted-now", 4, t.now),
  );
}

/** Values that a line spans, so that it stays put while the digit moves. */
const spans = (full, average) => ({
  place: [-full, full],
  largest: [0, full],
  average: [-2 * average, 2 * average],
});

/** The panel of the map and the lines, and the table of the numbers. */
export function pooledNumbers(t) {
  const map = mapPanel(t.first);
  const lines = Object.entries(t.numbers).map(([name, title]) => [name, line(title)]);
  const numbers = h(
    "div",
    { class: "shifted-numbers" },
    ...lines.map(([, one]) => one.node),
    marks(t),
  );
  const table = dataTable(t.table, [t.number, t.before, t.now], [1, 2]);

  function draw(setting, ways, full, average) {
    const { shifted_first: now } = ways;
    map.draw(now, full, t.firstNote, mapInWords(t, t.first, now));
    map.mark(...middle(now));
    const values = beforeAndNow(ways);
    const found = Object.fromEntries(values.map(([name, ...pair]) => [name, pair]));
    for (const [name, one] of lines) {
      one.draw(spans(full, average)[name], ...found[name], change(t, ...found[name]));
    }
    table.fillWith(values.map(([name, from, to]) => [t.numbers[name], brief(from), brief(to)]));
  }
  return { panels: [map.node, numbers], table, draw, inWords: pooledInWords };
}
