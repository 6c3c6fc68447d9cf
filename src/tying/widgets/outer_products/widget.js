// The widget: factors to drag, their products, and the sum that follows. The setting is the truth.

import { button } from "../common/button.js";
import { h } from "../common/dom.js";
import { format } from "../common/format.js";
import { bar, fold, frame, spring } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { legend } from "../common/legend.js";
import { scroller } from "../common/scroller.js";
import { settingOf } from "../common/setting.js";
import { dataTable } from "../common/table.js";
import { fill, words } from "../common/words.js";
import { matrixText } from "./matrix.js";
import { gradientOf } from "./products.js";
import { entryInWords, switchInWords } from "./sentences.js";
import { tiles } from "./tiles.js";
import { WORDS } from "./words.js";

/** The setting with some parts of one use changed. */
const withUse = (setting, k, parts) => ({
  ...setting,
  uses: setting.uses.map((use, at) => (at === k ? { ...use, ...parts } : use)),
});

/** The numbers of the picture as rows of a table. */
function tableRows(t, setting, answer) {
  const list = (numbers) => numbers.map(format).join(", ");
  const uses = setting.uses.map(({ back, went }, k) => {
    const part = answer.parts[k];
    const product = part ? [matrixText(part), answer.ranks[k]] : [t.off, ""];
    return [fill(t.use, { use: k + 1 }), list(back), list(went), ...product];
  });
  return [...uses, [t.sum, "", "", matrixText(answer.sum), answer.rank]];
}

const key = (t) =>
  legend([
    [h("span", { class: "outer-key is-separate" }), t.legend.separate],
    [h("span", { class: "outer-key is-tied" }), t.legend.tied],
    [h("span", { class: "outer-key is-cancelled" }), t.legend.cancelled],
    [null, t.legend.sign],
  ]);

function render({ model, el, signal }) {
  const t = words(WORDS);
  let pointed = null; // the entry that is pointed at, or has the focus
  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const first = held.now(); // where a reset leads
  const picture = tiles(t, first, model.get("limit"), { change, turn, point });
  const table = dataTable(t.table, t.heads, [4]);
  const numbers = fold(t.table, scroller(t, t.table, table.node, signal));
  const below = bar(null, key(t), spring(), button(t.reset, reset));
  const root = frame(t.group, status.node, picture.node, below, numbers, kernel.node);
  root.classList.add("outer");
  isolated(el, model).append(root);

  function become(next) {
    held.set(next);
    redraw();
    return gradientOf(next).rank;
  }
  function change(use, factor, index, value) {
    const numbers = held.now().uses[use][factor].map((old, at) => (at === index ? value : old));
    const rank = become(withUse(held.now(), use, { [factor]: numbers }));
    status.say(entryInWords(t, held.now(), { use, factor, index }, rank));
  }
  function turn(use, on) {
    const rank = become(withUse(held.now(), use, { on }));
    status.say(switchInWords(t, held.now(), use, rank));
  }
  function point(at) {
    pointed = at;
    redraw();
  }
  function reset() {
    become(first);
    status.say(t.hint);
  }
  function redraw() {
    const setting = held.now();
    const answer = held.answer() ?? gradientOf(setting);
    picture.draw(setting, answer, pointed);
    table.fillWith(tableRows(t, setting, answer));
    held.drawSource();
  }

  redraw();
  held.start();
}

export default { render };
