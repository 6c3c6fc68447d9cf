// Training sets that arrive one after the other.

import { reducedMotion } from "../common/motion.js";

/**
 * `to(target)` calls `step(count)` with one more each `pause` milliseconds, from `count()` on, or
 * with the target at once if the reader asks for less motion. `stop()` ends it.
 */
export function arrivals(count, step, signal, pause = 70) {
  let goal = 0;
  let timer = 0;
  function stop() {
    clearInterval(timer);
    timer = 0;
  }
  function tick() {
    step(count() + 1);
    if (count() >= goal) stop();
  }
  function to(target) {
    goal = target;
    if (reducedMotion()) step(target);
    else if (!timer) timer = setInterval(tick, pause);
  }
  signal?.addEventListener("abort", stop);
  return { to, stop, goal: () => (timer ? goal : count()) };
}
