// Buttons that go through steps.

import { allow, button } from "./button.js";
import { setText } from "./dom.js";
import { bar } from "./frame.js";
import { reducedMotion } from "./motion.js";

/**
 * Steps 0 to `last`: `go(k)` is called to show step k, `draw(k, last)` says where it is. Play
 * takes a step each `pause` milliseconds, and stops at the end, at any other button and when the
 * view is removed; it is not offered with reduced motion. `playing()` says whether it runs.
 */
export function stepper(t, label, go, signal, pause = 900) {
  const text = t.stepper;
  let at = 0;
  let last = 0;
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    show();
  };
  const to = (k) => {
    stop();
    if (k >= 0 && k <= last && k !== at) go(k);
  };
  const tick = () => {
    if (at < last) go(at + 1);
    if (at >= last) stop();
  };
  const start = () => {
    if (at >= last) go(0);
    timer = setInterval(tick, pause);
    show();
  };
  const titled = (symbol, title, press) => button(symbol, press, { "aria-label": title, title });
  const first = titled("|◀", text.first, () => to(0));
  const back = titled("◀", text.back, () => to(at - 1));
  const forward = titled("▶", text.forward, () => to(at + 1));
  const attributes = { class: "tied-play", hidden: reducedMotion() };
  const play = button(text.play, () => (timer ? stop() : start()), attributes);
  const node = bar(label, first, back, forward, play);
  node.classList.add("tied-stepper");
  function show() {
    for (const one of [first, back]) allow(one, at > 0);
    allow(forward, at < last);
    setText(play, timer ? text.pause : text.play);
  }
  function draw(k, most) {
    [at, last] = [k, most];
    show();
  }
  signal?.addEventListener("abort", () => clearInterval(timer));
  return { node, stop, playing: () => timer !== 0, draw };
}
