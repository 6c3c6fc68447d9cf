// One weight that is used twice: the reader guesses what it receives, then both uses send it.

import { isolated } from "../common/isolation.js";
import { settingOf } from "../common/setting.js";
import { words } from "../common/words.js";
import { growthOfArea } from "./area.js";
import { arrivalInWords, growthInWords } from "./sentences.js";
import { view } from "./view.js";
import { WORDS } from "./words.js";

function render({ model, el, signal }) {
  const t = words(WORDS);
  let guess = null;
  let arrived = false;

  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const on = { guess: make, press, raise };
  const parts = view(t, growthOfArea(held.now()), on, status.node, kernel.node, signal);
  isolated(el, model).append(parts.root);

  function make(number) {
    guess = number;
    redraw();
  }
  function press() {
    arrived = !arrived;
    if (!arrived) guess = null;
    redraw();
    status.say(arrived ? arrivalInWords(t, held.now(), answer(), guess) : t.hint, "done");
  }
  function raise(step) {
    held.set({ ...held.now(), step });
    redraw();
    status.say(growthInWords(t, held.now(), answer()), "done");
  }
  const answer = () => held.answer() ?? growthOfArea(held.now());
  function redraw() {
    parts.draw(held.now(), answer(), guess, arrived);
    held.drawSource();
  }

  redraw();
  held.start();
}

export default { render };
