// Training sets that arrive one after the other, or a few at a time if they are many.

import { reducedMotion } from "../common/motion.js";

const STEPS = 20; // more sets than these arrive in as many steps

/**
 * `to(target)` calls `step(count)` with more sets each `pause` milliseconds, from `count()` on, or
 * with the target at once if the reader asks for less motion. `stop()` ends it.
 */
export function arrivals(count, step, signal, pause = 70) {
  let goal = 0;
  let size = 1;
  let timer = 0;
  function stop() {
    clearInterval(timer);
    timer = 0;
  }
  function tick() {
    step(Math.min(goal, count() + size));
    if (count() >= goal) stop();
  }
  function to(target) {
    goal = target;
    size = Math.ceil((goal - count()) / STEPS);
    if (reducedMotion()) step(target);
    else if (!timer) timer = setInterval(tick, pause);
  }
  signal?.addEventListener("abort", stop);
  return { to, stop, goal: () => (timer ? goal : count()) };
}
