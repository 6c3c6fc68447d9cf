// The widget of parameter counts: controls around counts and pictures. The setting is the truth.

import { frame } from "../common/frame.js";
import { kernelOf } from "../common/kernel.js";
import { statusLine } from "../common/status.js";
import { listen, same } from "../common/traits.js";
import { words } from "../common/words.js";
import { answerPart } from "./answer.js";
import { sizeControls, startBar } from "./controls.js";
import { countLayers } from "./counts.js";
import { changeInWords } from "./sentences.js";
import { middle, nearest, weightsSection } from "./where.js";
import { WORDS } from "./words.js";

/** The parts, put together. `on` is what they call: begin, change, choose, redraw and settle. */
function view(t, model, on, signal) {
  const kernel = kernelOf(t, model, "setting", on.redraw, signal);
  const status = statusLine(t.hint, signal, on.settle);
  const start = startBar(t, model.get("presets"), on.begin);
  const sizes = sizeControls(t, model.get("limits"), on.change);
  const where = weightsSection(t, on.choose, on.redraw, signal);
  const answer = answerPart(t, where.node, signal);
  const root = frame(t.group, start.node, sizes.node, status.node, answer.node, kernel.node);
  root.classList.add("counts");

  function draw(setting, counts, place, from) {
    start.draw(setting);
    sizes.draw(setting);
    answer.draw(setting, counts);
    where.draw(setting, counts, place);
    kernel.draw(from, setting);
  }
  return { root, kernel, say: status.say, draw };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const presets = model.get("presets");
  let setting = model.get("setting");
  let first = setting; // where a reset leads
  let place = middle(countLayers(setting));
  let chosen = false; // whether the reader has chosen the place
  let announced = { setting, place };

  const change = (name, value) => become({ ...setting, [name]: value });
  const on = { begin, change, choose, redraw, settle };
  const { root, kernel, say, draw } = view(t, model, on, signal);
  el.append(root);

  /** Say what has changed since the last announcement; it is final once the reader pauses. */
  function tell() {
    say(...changeInWords(t, announced, { setting, place }, presets));
  }
  function settle() {
    model.save_changes(); // a kernel gets the end of a drag, not every place on the way
    announced = { setting, place };
  }
  function become(next) {
    if (same(next, setting)) return;
    setting = next;
    model.set("setting", next);
    tell();
  }
  function begin(preset) {
    first = presets[preset] ?? first;
    chosen = false;
    become(first);
    redraw();
  }
  function choose(part) {
    const next = { ...place, ...part };
    if (same(next, place)) return;
    chosen = true;
    place = next;
    redraw();
    tell();
  }
  function redraw() {
    const result = kernel.answer(setting);
    const counts = result ? result.counts : countLayers(setting);
    if (counts) place = nearest(chosen ? place : middle(counts), setting, counts);
    draw(setting, counts, place, result ? "kernel" : "page");
  }
  function adopt() {
    const next = model.get("setting");
    if (!same(next, setting)) {
      setting = next; // by Python, not by the reader
      announced = { ...announced, setting };
    }
    redraw();
  }

  listen(model, { "change:setting": adopt }, signal);
  redraw();
  kernel.start();
}

export default { render };
