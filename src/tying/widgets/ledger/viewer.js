// The widget that shows the ledger of a model of the reader's own.

import { h, setText } from "../common/dom.js";
import { labelled } from "../common/field.js";
import { bar, fold, spring } from "../common/frame.js";
import { kernelOf } from "../common/kernel.js";
import { scroller } from "../common/scroller.js";
import { statusLine } from "../common/status.js";
import { onWidth } from "../common/width.js";
import { fill } from "../common/words.js";
import { countTiles } from "./count_tiles.js";
import { boxCount, filtered, isDrawable } from "./filter.js";
import { pictureLegend } from "./legend.js";
import { picture } from "./picture.js";
import { sceneTable } from "./scene_table.js";

/** What the picture shows: the part that is looked for, the folded whole, or nothing. */
function drawablePart(part, folded, text) {
  if (isDrawable(part) && part.slots.length) return part;
  return !text.trim() && isDrawable(folded) ? folded : null;
}

function matchesText(t, part, full, shown) {
  if (!shown && part.slots.length) return fill(t.tooMany, { n: boxCount(part) });
  return fill(t.matches, { n: part.slots.length, all: full.slots.length });
}

/** The parts, put together; `search` is the field for a name, `redraw()` when it changes. */
function view(t, redraw, signal) {
  const title = h("strong");
  const status = statusLine("", signal);
  const tiles = countTiles(t);
  const drawing = picture(t);
  const canvas = h("div", { class: "ledger-canvas" }, drawing.svg);
  const legend = pictureLegend(t, ["separate", "tied", "derived", "alias"]);
  const table = sceneTable(t);
  const listing = fold(t.table, scroller(t, t.table, table.node, signal));
  const search = h("input", { type: "search", oninput: redraw });
  const head = bar(null, title, spring(), labelled(t.filter, search));
  const nodes = [head, status.node, tiles.node, canvas, legend, listing];
  let wasOpened = false;

  function draw({ name, full, folded }, width) {
    const part = filtered(full, search.value);
    const shown = drawablePart(part, folded, search.value);
    setText(title, name);
    tiles.draw(full.counts, null);
    table.draw(part);
    status.say(matchesText(t, part, full, shown));
    canvas.hidden = legend.hidden = !shown;
    if (!shown && !wasOpened) listing.open = wasOpened = true;
    if (shown && width) drawing.draw(shown, width, {});
  }
  return { nodes, draw };
}

export function viewer(t, model, root, signal) {
  const kernel = kernelOf(t, model, "recipe", redraw, signal);
  const { nodes, draw } = view(t, redraw, signal);
  let width = 0;
  root.append(...nodes, kernel.node);

  function redraw() {
    draw(model.get("scene"), width);
    kernel.draw(kernel.answered() ? "kernel" : "build");
  }
  function resize(now) {
    width = now;
    redraw();
  }
  onWidth(root, resize, signal);
  redraw();
  kernel.start();
}
