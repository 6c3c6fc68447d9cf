// The trace of a worked example, whose setting is the truth: the reader sets it, the page computes
// with it, and a kernel that runs does, too.

import { isolated } from "../common/isolation.js";
import { kernelOf } from "../common/kernel.js";
import { slider } from "../common/slider.js";
import { whenQuiet } from "../common/timing.js";
import { listen, same } from "../common/traits.js";
import { settingPanel, startControls } from "./example_controls.js";
import { exampleScene } from "./example_scene.js";
import { momentOf } from "./moment.js";
import { short } from "./numbers.js";
import { changeInWords } from "./setting.js";
import { traceView } from "./view.js";

/** Controls and parts, put together; `on` is what they call: begin, change, go and redraw. */
function exampleView(t, model, kernel, on, first, signal) {
  const examples = model.get("examples");
  const presets = model.get("presets");
  const start = startControls(t, { examples, presets }, on.begin, on.change);
  const numbers = settingPanel(t, examples, on.change);
  const { rate: range } = examples[model.get("setting").example].sliders;
  const rate = slider(t.controls.rate, range, short, (x) => on.change("rate", x), short);
  const heads = {
    top: start.nodes,
    below: numbers.node,
    stepTitle: t.stepTitle,
    stepControls: [rate.field],
    uses: null,
    isCompact: model.get("compact"),
  };
  const view = traceView(t, heads, kernel, on, first, signal);

  function draw(setting, moment) {
    start.draw(setting);
    numbers.draw(setting, moment.parameter.name);
    rate.draw(setting.rate);
    view.draw(moment, setting.rate);
    kernel.draw(kernel.answer(setting) ? "kernel" : "page", setting);
  }
  return { ...view, draw };
}

export function exampleTrace(t, { model, el, signal }) {
  const [material, presets] = [model.get("material"), model.get("presets")];
  let setting = model.get("setting");
  let first = setting; // where a reset leads
  let announced = setting; // the setting that was last announced and saved
  let at = 0;

  const kernel = kernelOf(t, model, "setting", draw, signal);
  const change = (name, value) => become({ ...setting, [name]: value });
  const on = { begin, change, go, redraw: draw };
  const view = exampleView(t, model, kernel, on, moment(), signal);
  const settle = whenQuiet(() => {
    announced = setting;
    model.save_changes(); // a kernel gets the end of a drag, not every place on the way
  }, signal);
  isolated(el, model).append(view.root);

  function moment() {
    const answer = kernel.answer(setting)?.answer;
    return momentOf(exampleScene(setting, material, answer), 0, at);
  }
  function draw() {
    view.draw(setting, moment());
  }
  function go(k) {
    at = k;
    draw();
    view.tell(moment());
  }
  /** Take another setting; what is known of the gradient stays known where `keep` says so. */
  function adopt(next, keep) {
    setting = next;
    const { last } = moment();
    at = keep ? last : Math.min(at, last);
  }
  function become(next) {
    if (same(next, setting)) return;
    adopt(next, moment().finished);
    model.set("setting", next);
    draw();
    const before = { setting: announced, scene: exampleScene(announced, material) };
    view.say(changeInWords(t, before, setting, moment(), presets), "done");
    settle();
  }
  function begin(preset) {
    view.stop();
    first = preset ?? first;
    at = 0;
    if (same(first, setting)) go(0);
    else become(first);
  }
  function hear() {
    const next = model.get("setting");
    if (same(next, setting)) return draw();
    view.stop();
    announced = next; // changed by Python or by another view
    adopt(next, false);
    draw();
  }

  listen(model, { "change:setting": hear }, signal);
  draw();
  kernel.start();
}
