// The widget of the shifted digit: the canvas to drag on, and what the layer makes of it.

import { h } from "../common/dom.js";
import { fold, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { settingOf } from "../common/setting.js";
import { same } from "../common/traits.js";
import { words } from "../common/words.js";
import { controls } from "./controls.js";
import { fieldPanel } from "./field.js";
import { kernelKey } from "./kernel_key.js";
import { pooledNumbers } from "./numbers.js";
import { bothWays, canvas, pooled, roll } from "./responses.js";
import { twoWays } from "./ways.js";
import { WORDS } from "./words.js";

const RESTING = { rows: 0, columns: 0, stride: 1, padding: "circular" };

function render({ model, el, signal }) {
  const t = words(WORDS);
  const [digit, weights] = [model.get("digit"), model.get("weights")];
  const scale = pooled(bothWays(RESTING, digit, weights).response); // so that axes stay put
  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const part = model.get("shown") === "ways" ? twoWays(t) : pooledNumbers(t);
  const field = fieldPanel(t, (rows, columns) => change({ rows, columns }));
  const control = controls(t, model.get("switches"), change);
  const panels = h("div", { class: "shifted-panels" }, field.node, ...part.panels);
  const numbers = fold(t.table, part.table.node);
  const key = kernelKey(t, weights);
  const root = frame(t.group, control.node, panels, key, status.node, numbers, kernel.node);
  root.classList.add("shifted-digit");
  isolated(el, model).append(root);

  function change(values) {
    const next = { ...held.now(), ...values };
    if (same(next, held.now())) return;
    held.set(next);
    status.say(part.inWords(t, next, redraw()));
  }
  function redraw() {
    const setting = held.now();
    const ways = held.answer() ?? bothWays(setting, digit, weights);
    control.draw(setting);
    field.draw(setting, roll(canvas(digit), setting.rows, setting.columns));
    part.draw(setting, ways, scale.largest, scale.average);
    held.drawSource();
    return ways;
  }

  status.say(`${t.hint} ${part.inWords(t, held.now(), redraw())}`, "", { aloud: false });
  held.start();
}

export default { render };
