// One weight that is used twice: the reader guesses what it receives, then both uses send it.

import { kernelOf } from "../common/kernel.js";
import { statusLine } from "../common/status.js";
import { listen, same } from "../common/traits.js";
import { words } from "../common/words.js";
import { growthOfArea } from "./area.js";
import { arrivalInWords, growthInWords } from "./sentences.js";
import { view } from "./view.js";
import { WORDS } from "./words.js";

function render({ model, el, signal }) {
  const t = words(WORDS);
  let setting = model.get("setting");
  let guess = null;
  let arrived = false;

  const kernel = kernelOf(t, model, "setting", redraw, signal);
  // A kernel gets the end of a drag, not every place on the way.
  const status = statusLine(t.hint, signal, () => model.save_changes());
  const on = { guess: make, press, raise };
  const parts = view(t, growthOfArea(setting), on, status.node, kernel.node, signal);
  el.append(parts.root);

  function make(number) {
    guess = number;
    redraw();
  }
  function press() {
    arrived = !arrived;
    if (!arrived) guess = null;
    redraw();
    status.say(arrived ? arrivalInWords(t, setting, answer(), guess) : t.hint, "done");
  }
  function raise(step) {
    setting = { ...setting, step };
    model.set("setting", setting);
    redraw();
    status.say(growthInWords(t, setting, answer()), "done");
  }
  const answer = () => kernel.answer(setting) ?? growthOfArea(setting);
  function redraw() {
    parts.draw(setting, answer(), guess, arrived);
    kernel.draw(kernel.answer(setting) ? "kernel" : "page", setting);
  }
  function adopt() {
    if (!same(model.get("setting"), setting)) setting = model.get("setting"); // changed by Python
    redraw();
  }

  listen(model, { "change:setting": adopt }, signal);
  redraw();
  kernel.start();
}

export default { render };
