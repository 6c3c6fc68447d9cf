// The widget: the start of a number on its loss, and its first step as a tie and as an alias.

import { segments } from "../common/choice.js";
import { s } from "../common/dom.js";
import { format } from "../common/format.js";
import { bar, fold, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { legend } from "../common/legend.js";
import { scroller } from "../common/scroller.js";
import { settingOf } from "../common/setting.js";
import { slider } from "../common/slider.js";
import { dataTable } from "../common/table.js";
import { same } from "../common/traits.js";
import { words } from "../common/words.js";
import { picture } from "./picture.js";
import { result, signed } from "./sentences.js";
import { firstSteps, moves, RATES } from "./steps.js";
import { WORDS } from "./words.js";

const GRID = 0.5; // from one start to the next

/** The nearest start that the slider has. */
export const snap = (theta, [least, most]) =>
  Math.min(most, Math.max(least, Math.round(theta / GRID) * GRID));

const sample = (name, role, d) =>
  s(
    "svg",
    { class: "tied-swatch fs-sample", width: 32, height: 12, "aria-hidden": "true" },
    s("g", { "data-role": role }, s("path", { class: name, d })),
  );

const key = (t) =>
  legend([
    [sample("fs-end", "tied", "M11,1h10v10h-10z"), t.key.tied],
    [sample("fs-end", "alias", "M11,1l10,10m0,-10l-10,10"), t.key.alias],
    [sample("fs-pull", "tied", "M1,6H28M31,6l-5,-3v6z"), t.key.pull],
  ]);

function stepTable(t, signal) {
  const { node, fillWith } = dataTable(t.table, t.heads, [1, 2, 3]);
  function draw(start, steps) {
    fillWith(
      moves(start, steps).map(({ gradient, from, step }, k) => [
        t.names[k],
        format(gradient),
        signed(step),
        format(+(from + step).toFixed(2)),
      ]),
    );
  }
  return { node: fold(t.table, scroller(t, t.table, node, signal)), draw };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const limits = model.get("limits");
  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const move = (start) => become({ ...held.now(), start });
  const start = slider(t.start, [...limits, GRID], format, move);
  const named = Object.keys(RATES).map((name) => [name, t.optimizers[name]]);
  const optimizer = segments(t.optimizer, named, (name) =>
    become({ ...held.now(), optimizer: name }),
  );
  const drawing = picture(t, limits, drag, signal);
  const table = stepTable(t, signal);
  const controls = bar(null, start.field, optimizer.field);
  const parts = [controls, drawing.node, status.node, key(t), table.node, kernel.node];
  const root = frame(t.group, ...parts);
  root.classList.add("first-step");
  isolated(el, model).append(root);

  function drag(theta) {
    start.input.focus({ preventScroll: true });
    move(snap(theta, limits));
  }
  function become(next) {
    if (same(next, held.now())) return;
    held.set(next);
    status.say(result(t, next, firstSteps(next)), "done");
    redraw();
  }
  function redraw() {
    const setting = held.now();
    const steps = held.answer() ?? firstSteps(setting);
    start.draw(setting.start);
    optimizer.draw(setting.optimizer);
    drawing.draw(setting, steps, result(t, setting, steps));
    table.draw(setting.start, steps);
    held.drawSource();
  }

  redraw();
  held.start();
}

export default { render };
