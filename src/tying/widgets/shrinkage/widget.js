// The widget of shrinkage: the noise and the reader's numbers, rows of arrows, the share that all
// arrows have, and a trial. The setting is the truth.

import { h } from "../common/dom.js";
import { bar, frame } from "../common/frame.js";
import { kernelOf } from "../common/kernel.js";
import { statusLine } from "../common/status.js";
import { listen, same } from "../common/traits.js";
import { onWidth } from "../common/width.js";
import { fill, words } from "../common/words.js";
import { axisOf, covers } from "./axis.js";
import { errorsOf, shrunk, together } from "./james_stein.js";
import { marksLegend } from "./legend.js";
import { lotSource } from "./lots.js";
import { noiseSlider } from "./noise.js";
import { ownNumbers } from "./own.js";
import { said } from "./sentences.js";
import { shareTrack } from "./share.js";
import { stage } from "./stage.js";
import { numberTable } from "./table.js";
import { trial } from "./trial.js";
import { WORDS } from "./words.js";

/** The parts, put together; each draws what it needs of what is shown. `on` is what they call. */
function view(t, model, on, signal) {
  const kernel = kernelOf(t, model, "setting", on.redraw, signal);
  const status = statusLine(t.hint, signal, () => model.save_changes()); // the end of a drag
  const noise = noiseSlider(t, on.noise);
  const own = ownNumbers(t, on.own, on.refuse);
  const rows = stage(t, on.move);
  const share = shareTrack(t);
  const test = trial(t, on);
  const marks = marksLegend(t);
  const numbers = numberTable(t, signal);
  const side = h("div", { class: "shrinkage-side" }, share.node, test.node);
  const root = frame(
    t.group,
    bar(null, noise.field, own.field),
    status.node,
    h("div", { class: "shrinkage-columns" }, rows.node, side),
    marks.node,
    numbers.node,
    kernel.node,
  );
  root.classList.add("shrinkage");
  const parts = [own, share, test, marks, numbers];
  let width = 0;
  function draw(shown, axis, from) {
    for (const part of parts) part.draw(shown);
    noise.draw(shown, axis);
    if (width) rows.draw(shown, axis, width);
    kernel.draw(from, shown.setting);
  }
  const measureWidth = (found) => {
    width = found;
    on.redraw();
  };
  return { root, rows, kernel, say: status.say, settle: own.settle, draw, measureWidth };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  let setting = model.get("setting");
  let axis = axisOf(setting.values, setting.noise);
  let lot = null; // errors of the sets so far; of one set they are those of the setting itself
  let touched = false;
  const on = { redraw, noise: (v) => change({ noise: v }), own, refuse, move, measure, back };
  const parts = view(t, model, on, signal);
  const { kernel } = parts;
  const source = lotSource(model, kernel, () => setting, { take, failed }, signal);
  el.append(parts.root);

  function shown() {
    const moved = kernel.answer(setting) ?? shrunk(setting);
    const errors = setting.errors && (lot ?? errorsOf(setting.values, moved));
    return { setting, moved, lot: errors, touched };
  }
  function redraw() {
    parts.draw(shown(), axis, kernel.answer(setting) ? "kernel" : "page");
  }
  function become(next) {
    setting = { ...setting, ...next };
    touched = true;
    model.set("setting", setting);
    parts.say(said(t, shown()), "done");
    redraw();
  }
  function change(next) {
    lot = null;
    become(next);
  }
  function move(k, value) {
    parts.settle();
    change({ values: setting.values.with(k, value) });
  }
  function own(values) {
    const { unit } = axis;
    axis = axisOf(values, setting.noise);
    // The noise stays as large as it was against the axis: numbers may come in any unit.
    change({ values, noise: +(setting.noise * (axis.unit / unit) ** 2).toPrecision(6) });
  }
  function refuse(why) {
    parts.say(why, "refused");
  }
  function measure(count) {
    source(count);
  }
  function take({ errors, ...measured }) {
    lot = setting.errors ? together(shown().lot, measured) : measured;
    become({ errors });
  }
  function failed(error) {
    refuse(fill(t.source.failed, { error }));
  }
  function back() {
    change({ errors: null });
  }
  function adopt() {
    const sent = model.get("setting");
    if (!same(sent, setting)) {
      setting = sent; // changed by Python
      lot = null;
      if (!covers(axis, setting.values)) axis = axisOf(setting.values, setting.noise);
    }
    redraw();
  }

  listen(model, { "change:setting": adopt }, signal);
  onWidth(parts.rows.node, parts.measureWidth, signal);
  redraw();
  kernel.start();
}

export default { render };
