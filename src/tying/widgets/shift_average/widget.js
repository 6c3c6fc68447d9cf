// The average over shifts: the matrix that is added last, and the average of all so far.

import { segments } from "../common/choice.js";
import { h } from "../common/dom.js";
import { fold, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { settingOf } from "../common/setting.js";
import { slider } from "../common/slider.js";
import { stepper } from "../common/stepper.js";
import { dataTable } from "../common/table.js";
import { same } from "../common/traits.js";
import { fill, words } from "../common/words.js";
import { answerOf, changed, groupsOf, shiftsOf, spreadOf } from "./averages.js";
import { grid } from "./grid.js";
import { WORDS } from "./words.js";

const short = (value) => `${+value.toFixed(2)}`;

/** The numbers of the average, a row for each output. */
function averageTable(t, size) {
  const heads = [t.row, ...Array.from({ length: size }, (_, j) => `${j}`)];
  const table = dataTable(t.table, heads, heads.map((_, i) => i).slice(1));
  const draw = ({ average }) =>
    table.fillWith(average.map((row, i) => [`${i}`, ...row.map(short)]));
  return { node: h("div", { class: "tied-scroll", tabindex: 0 }, table.node), draw };
}

/** How far the average has come. */
function inWords(t, setting, { average }, groups, all) {
  const [places] = groups;
  const values = groups.map(([[i, j]]) => short(average[i][j]));
  const numbers = { n: setting.k + 1, all, marked: places.length, values: values.join(", ") };
  const spread = spreadOf(average, places);
  const end = setting.step === 1 ? t.done : t.turns[setting.step];
  const done = setting.k + 1 === all ? end : t.sofar;
  const said = setting.k === 0 ? t.first : done;
  return fill(said, { ...numbers, spread: short(spread) });
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const matrix = model.get("matrix");
  const size = matrix.length;
  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const steps = stepper(t, t.steps, (k) => change({ k }), signal);
  const choices = Object.entries(t.shifts);
  const strip = segments(t.which, choices, (step) => change({ step: +step, k: 0 }));
  const place = (k) => ({ row: Math.floor(k / size), column: k % size });
  const entry = slider(
    t.entry,
    [0, size ** 2 - 1],
    (k) => fill(t.place, place(k)),
    (k) => change({ entry: k }),
    (k) => Object.values(place(k)).join(", "),
  );
  const choose = (k) => change({ entry: k });
  const parts = { moved: grid(choose), average: grid(choose) };
  const grids = h("div", { class: "average-parts" }, parts.moved.node, parts.average.node);
  const controls = h("div", { class: "average-controls" }, strip.field, entry.field);
  const table = averageTable(t, size);
  const numbers = fold(t.table, table.node);
  const root = frame(t.group, controls, grids, steps.node, status.node, numbers, kernel.node);
  root.classList.add("shift-average");
  isolated(el, model).append(root);

  function change(values) {
    const next = changed(held.now(), values, matrix);
    if (same(next, held.now())) return;
    if (!("k" in values)) steps.stop();
    held.set(next);
    status.say(redraw(), "", { aloud: !steps.playing() });
  }
  function redraw() {
    const setting = held.now();
    const found = held.answer() ?? answerOf(setting, matrix);
    const [groups, all] = [groupsOf(setting, matrix), shiftsOf(setting, matrix)];
    const said = inWords(t, setting, found, groups, all);
    strip.draw(`${setting.step}`);
    entry.draw(setting.entry);
    const pixels = setting.k * setting.step;
    parts.moved.draw(
      fill(pixels ? t.moved : t.start, { n: pixels }),
      found.moved,
      [[groups[0][setting.k]]],
      t.movedLabel,
    );
    const title = fill(t.average, { n: setting.k + 1, all });
    parts.average.draw(title, found.average, groups, said);
    steps.draw(setting.k, all - 1);
    table.draw(found);
    held.drawSource();
    return said;
  }

  status.say(`${t.hint} ${redraw()}`, "", { aloud: false });
  held.start();
}

export default { render };
