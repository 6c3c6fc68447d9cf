// The way through the steps of backward: buttons, and a slider.

import { allow, button } from "../common/button.js";
import { slider } from "../common/slider.js";
import { stepper } from "../common/stepper.js";
import { fill } from "../common/words.js";

const BEAT = 1600; // milliseconds between two steps that play by themselves

/** The player: `go(k)` is called to show step k; `stop()`, `playing()` and `draw(at, last)`. */
export function playerPart(t, go, signal) {
  let at = 0;
  let last = 0;
  const steps = stepper(t, t.steps, go, signal, BEAT);
  const to = (k) => {
    steps.stop();
    if (k !== at) go(k);
  };
  const end = button("▶|", () => to(last), { "aria-label": t.end, title: t.end });
  const say = (k, n) => fill(t.stepValue, { k, n });
  const show = (k) => fill(t.shown, { k, n: last });
  const scrub = slider(t.at, [0, 1], say, to, show);
  const forward = steps.node.children[2];
  forward.after(end);
  steps.node.append(scrub.field);

  function draw(k, n) {
    [at, last] = [k, n];
    scrub.draw(at, last);
    steps.draw(at, last);
    allow(end, at < last);
  }
  return { node: steps.node, stop: steps.stop, playing: steps.playing, draw };
}
