// The widget: the loss along the line between two networks, before and after one is changed.

import { segments } from "../common/choice.js";
import { h, s } from "../common/dom.js";
import { fold, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { legend } from "../common/legend.js";
import { settingOf } from "../common/setting.js";
import { slider } from "../common/slider.js";
import { dataTable } from "../common/table.js";
import { same } from "../common/traits.js";
import { fill, words } from "../common/words.js";
import { curveOf } from "./curve.js";
import { digitsOf } from "./digits.js";
import { answerOf } from "./lines.js";
import { lineInWords, rowsOf, shareInWords } from "./sentences.js";
import { WORDS } from "./words.js";

const sample = (kind) =>
  s(
    "svg",
    { class: "line-sample", width: 32, height: 12, "aria-hidden": "true" },
    s("path", { class: "line-curve", "data-kind": kind, d: "M0 6H32" }),
  );

const key = (t) => legend(["before", "now", "line"].map((kind) => [sample(kind), t.key[kind]]));

function render({ model, el, signal }) {
  const t = words(WORDS);
  const names = ["images", "firsts", "seconds", "shown", "last", "highest"];
  const given = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  const { last } = given;
  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const kind = segments(t.kind, Object.entries(t.kinds), (name) => become({ kind: name }));
  const change = segments(t.change, Object.entries(t.changes), (name) => become({ change: name }));
  const say = (place) => shareInWords(place, last);
  const go = (place) => become({ place });
  const place = slider(t.place, [0, last], say, go, say);
  const curve = curveOf(t, given, drag, signal);
  const digits = digitsOf(t, given);
  const table = dataTable(t.table, t.heads, [1, 2]);
  const controls = h("div", { class: "line-controls" }, kind.field, change.field);
  const both = h("div", { class: "line-both" }, curve.node, digits.node);
  const listed = fold(t.table, table.node);
  const parts = [controls, place.field, status.node, both, key(t), listed, kernel.node];
  const root = frame(t.group, ...parts);
  root.classList.add("line-between");
  isolated(el, model).append(root);

  function drag(to) {
    place.input.focus({ preventScroll: true });
    go(to);
  }
  function become(part) {
    const next = { ...held.now(), ...part };
    if (same(next, held.now())) return;
    held.set(next);
    status.say(lineInWords(t, next, answerOf(next, given), last), "done");
    redraw();
  }
  function redraw() {
    const setting = held.now();
    const numbers = held.answer() ?? answerOf(setting, given);
    kind.draw(setting.kind);
    change.draw(setting.change);
    place.draw(setting.place);
    curve.draw(setting, numbers);
    digits.draw(numbers.outputs, fill(t.drawn, { share: say(setting.place) }));
    table.fillWith(rowsOf(numbers, last));
    held.drawSource();
  }

  redraw();
  held.start();
}

export default { render };
