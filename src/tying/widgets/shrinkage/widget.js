// The widget of shrinkage: the noise and the reader's numbers, rows of arrows, the share that all
// arrows have, and with true values a trial. The setting is the truth.

import { h } from "../common/dom.js";
import { fold, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { kernelOf } from "../common/kernel.js";
import { statusLine } from "../common/status.js";
import { listen, same } from "../common/traits.js";
import { onWidth } from "../common/width.js";
import { fill, words } from "../common/words.js";
import { marksLegend } from "./legend.js";
import { noiseSlider } from "./noise.js";
import { ownNumbers } from "./own.js";
import { said } from "./sentences.js";
import { setSource } from "./sets.js";
import { shareTrack } from "./share.js";
import { stage } from "./stage.js";
import { adopted, changed, initial, shown, withNumbers, withSets } from "./state.js";
import { numberTable } from "./table.js";
import { trial } from "./trial.js";
import { WORDS } from "./words.js";

/** The parts, put together; each draws what it needs of what is shown. `on` is what they call. */
function view(t, model, on, signal) {
  const kernel = kernelOf(t, model, "setting", on.redraw, signal);
  const areTruths = Boolean(model.get("setting").errors);
  const hint = areTruths ? t.hint.truths : t.hint.estimates;
  const status = statusLine(hint, signal, () => model.save_changes()); // the end of a drag
  const noise = noiseSlider(t, on.noise);
  const own = ownNumbers(t, on.own, on.refuse);
  const rows = stage(t, on.move);
  const share = shareTrack(t);
  const tests = areTruths ? [trial(t, on)] : [];
  const marks = marksLegend(t, areTruths);
  const numbers = numberTable(t, areTruths, signal);
  const side = h(
    "div",
    { class: "tied-stack shrinkage-side" },
    share.node,
    ...tests.map(({ node }) => node),
  );
  const root = frame(
    t.group,
    status.node,
    h("div", { class: "shrinkage-columns" }, rows.node, marks, noise.field, side),
    fold(t.fold, own.field, numbers.node),
    kernel.node,
  );
  root.classList.add("shrinkage", areTruths ? "is-of-truths" : "is-of-estimates");
  const parts = [own, share, ...tests, numbers];
  let width = 0;
  function draw(shown, axis, from) {
    for (const part of parts) part.draw(shown);
    noise.draw(shown, axis);
    if (width) rows.draw(shown, axis, width);
    kernel.draw(from, shown.setting);
  }
  function measureWidth(pixels) {
    width = pixels;
    on.redraw();
  }
  return { root, rows, kernel, say: status.say, settle: own.settle, draw, measureWidth };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  let state = initial(model.get("setting"));
  const on = {
    redraw,
    refuse,
    measure: (count) => measureSets(count),
    noise: (noise) => become(changed(state, { noise })),
    own: (values) => become(withNumbers(state, values)),
    move,
  };
  const parts = view(t, model, on, signal);
  const { kernel } = parts;
  const sets = { take: (tally) => become(withSets(state, tally)), failed };
  const measureSets = setSource(model, kernel, () => state.setting, sets, signal);
  isolated(el, model).append(parts.root);

  const now = () => shown(state, kernel.answer(state.setting));
  function redraw() {
    parts.draw(now(), state.axis, kernel.answer(state.setting) ? "kernel" : "page");
  }
  function become(next) {
    state = next;
    model.set("setting", state.setting);
    parts.say(said(t, now()), "done");
    redraw();
  }
  function move(k, value) {
    parts.settle(); // the field shows the values again, whatever stood in it
    const values = state.setting.values.map((old, at) => (at === k ? value : old));
    become(changed(state, { values }));
  }
  function refuse(why) {
    parts.say(why, "refused");
  }
  function failed(error) {
    refuse(fill(t.source.failed, { error }));
  }
  function adopt() {
    const setting = model.get("setting");
    if (!same(setting, state.setting)) state = adopted(state, setting); // changed by Python
    redraw();
  }

  listen(model, { "change:setting": adopt }, signal);
  onWidth(parts.rows.node, parts.measureWidth, signal);
  redraw();
  kernel.start();
}

export default { render };
