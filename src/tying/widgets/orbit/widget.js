// The widget: the code of a tied autoencoder is turned, and the output stands still or does not.

import { segments } from "../common/choice.js";
import { h, s, setText } from "../common/dom.js";
import { fold, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { legend } from "../common/legend.js";
import { scroller } from "../common/scroller.js";
import { settingOf } from "../common/setting.js";
import { slider } from "../common/slider.js";
import { dataTable } from "../common/table.js";
import { same } from "../common/traits.js";
import { words } from "../common/words.js";
import { curveOf } from "./curve.js";
import { planesOf } from "./planes.js";
import { ACTIVATIONS, answerOf } from "./rotations.js";
import {
  changeInWords,
  matrixInWords,
  planesInWords,
  rotationInWords,
  rowsOf,
} from "./sentences.js";
import { WORDS } from "./words.js";

const sample = (kind) => {
  const shape =
    kind === "still"
      ? s("circle", { class: "orbit-still", cx: 16, cy: 6, r: 4 })
      : s("path", { class: "orbit-line", "data-kind": kind, d: "M0 6H32" });
  return s("svg", { class: "orbit-sample", width: 32, height: 12, "aria-hidden": "true" }, shape);
};

const key = (t, compare) =>
  legend(
    (compare ? ["before", "turned", "now", "still"] : ["before", "now"]).map((kind) => [
      sample(kind),
      t.key[kind],
    ]),
  );

/** The weights now, a row for each unit: `node`, and `draw(matrix)`. */
function weightsOf(t) {
  const cells = [0, 1].map(() => [0, 1].map(() => h("span", { class: "orbit-weight" })));
  const rows = cells.map((row, k) =>
    h("div", null, h("span", { class: "tied-small" }, `${t.unit} ${k + 1}`), ...row),
  );
  const node = h("div", { class: "orbit-weights" }, h("strong", null, t.matrix), ...rows);
  const draw = (matrix) =>
    matrixInWords(matrix).forEach((row, k) => row.forEach((text, j) => setText(cells[k][j], text)));
  return { node, draw };
}

/** The choices of a widget that compares: `node`, and `draw(setting)`. */
function choicesOf(t, become) {
  const named = Object.keys(ACTIVATIONS).map((name) => [name, t.activations[name]]);
  const activation = segments(t.activation, named, (name) => become({ activation: name }));
  const mirrors = Object.entries(t.mirrors);
  const mirror = segments(t.mirror, mirrors, (name) => become({ mirror: name === "on" }));
  const node = h("div", { class: "orbit-choices" }, activation.field, mirror.field);
  function draw(setting) {
    activation.draw(setting.activation);
    mirror.draw(setting.mirror ? "on" : "off");
  }
  return { node, draw };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const names = ["matrix", "points", "step", "reach", "compare"];
  const given = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const say = (angle) => rotationInWords(t, { ...held.now(), angle });
  const range = [0, 360 - given.step, given.step];
  const turn = (angle) => become({ angle });
  const angle = slider(t.angle, range, say, turn, (value) => `${value}°`);
  const planes = planesOf(t, given, drag, signal);
  const weights = weightsOf(t);
  const choices = choicesOf(t, become);
  const curve = curveOf(t, given, signal);
  const table = dataTable(t.table, t.heads);
  const controls = [...(given.compare ? [choices.node] : []), angle.field, weights.node];
  const side = h("div", { class: "orbit-side" }, ...controls);
  const both = h("div", { class: "orbit-both" }, planes.node, side);
  const listed = fold(t.table, scroller(t, t.table, table.node, signal));
  const below = [...(given.compare ? [curve.node] : []), key(t, given.compare), listed];
  const root = frame(t.group, status.node, both, ...below, kernel.node);
  root.classList.add("orbit");
  isolated(el, model).append(root);

  function drag(degrees) {
    angle.input.focus({ preventScroll: true });
    turn(degrees);
  }
  function become(part) {
    const next = { ...held.now(), ...part };
    if (same(next, held.now())) return;
    held.set(next);
    status.say(changeInWords(t, next, answerOf(next, given)), "done");
    redraw();
  }
  function redraw() {
    const setting = held.now();
    const numbers = held.answer() ?? answerOf(setting, given);
    angle.draw(setting.angle);
    choices.draw(setting);
    planes.draw(setting, planesInWords(t, setting, numbers));
    weights.draw(numbers.matrix);
    curve.draw(setting, numbers);
    table.fillWith(rowsOf(t, given.matrix, numbers));
    held.drawSource();
  }

  redraw();
  held.start();
}

export default { render };
