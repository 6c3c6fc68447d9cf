// The parts of a story on the page, put together.

import { allow, button } from "../common/button.js";
import { h, setText } from "../common/dom.js";
import { bar, fold, spring } from "../common/frame.js";
import { scroller } from "../common/scroller.js";
import { statusLine } from "../common/status.js";
import { fill } from "../common/words.js";
import { COUNTS, countTiles } from "../ledger/count_tiles.js";
import { pictureLegend } from "../ledger/legend.js";
import { pictureBox } from "../ledger/picture_box.js";
import { sceneTable } from "../ledger/scene_table.js";
import { asking } from "./asking.js";
import { isAtEnd, placeOf } from "./path.js";

/** Which counts a story shows, and which lines it has to explain beside its answers. */
const SHOWN = {
  counts: { counts: COUNTS, lines: ["separate", "tied", "equal"] },
  survival: { counts: ["stored", "object"], lines: [] },
};

/** Where the reader is, and the buttons that lead back and on; `draw(reader, last)`. */
function pathBar(t, { goBack, goOn }) {
  const place = h("strong");
  const backButton = button(t.back, goBack);
  const onButton = button(t.show, goOn, { class: "story-on" });
  const node = bar(null, place, spring(), backButton, onButton);
  node.classList.add("story-path");
  function draw(reader, last) {
    const { index, isTold } = placeOf(reader);
    const onwards = isTold ? t.next : t.show;
    setText(place, fill(t.place, { k: index + 1, n: last + 1 }));
    setText(onButton, isAtEnd(reader, last) ? t.again : onwards);
    allow(backButton, reader.position > 0);
  }
  return { node, draw };
}

/**
 * The nodes of a story, `say(text, tone)`, and `draw(reader, scene, told)`, where `told` is null or
 * has the counts `before` the step and the position of the `right` answer. `act` has what the
 * controls call: `answer(i)`, `goBack()`, `goOn()` and `redraw()`.
 */
export function view(t, name, steps, act, signal) {
  const shown = SHOWN[name];
  const path = pathBar(t, act);
  const question = asking(t, steps, act.answer);
  const status = statusLine(t.openings[name], signal);
  const reason = h("p", { class: "story-reason" });
  const drawing = pictureBox(t, act.redraw, signal);
  const lines = shown.lines.length ? [pictureLegend(t, shown.lines)] : [];
  const tiles = countTiles(t, shown.counts);
  const table = sceneTable(t);
  const listing = fold(t.table, scroller(t, t.table, table.node, signal));
  const nodes = [path, question, status, { node: reason }, drawing].map((part) => part.node);
  nodes.push(...lines, tiles.node, listing);

  function draw(reader, scene, told) {
    const { index } = placeOf(reader);
    const step = steps[index];
    path.draw(reader, steps.length - 1);
    question.draw(step, told ? reader.said[index] : undefined, told?.right);
    setText(reason, told ? t.because[step.op] : "");
    drawing.draw(scene);
    tiles.draw(scene.counts, told?.before ?? null);
    table.draw(scene);
  }
  return { nodes, say: status.say, draw };
}
