// Dots: experiments at places of the axis, simulated by the kernel or in this page.

import { button } from "../common/button.js";
import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { bar } from "../common/frame.js";
import { same } from "../common/traits.js";
import { fill } from "../common/words.js";
import { at, places } from "./axis.js";
import { experiment } from "./experiments.js";
import { normal } from "./random.js";
import { ESTIMATES, risks } from "./risks.js";

const COUNT = 200; // experiments for each dot in the page
const DOTS = 7; // places with experiments
const NONE = { key: "", draws: [], seed: 0, count: 0, from: "page" };

/** What the dots depend on: everything but the place on the axis. */
export function dotsKey(setting) {
  const kept = { ...setting, [setting.axis]: null };
  if (setting.axis === "tie") kept.best = null;
  else if (setting.best) kept.tie = null;
  return JSON.stringify(kept);
}

/** How many of the bars of risk reach the curve. */
export function reached(setting, draws) {
  const hits = draws.flatMap((measured) => {
    const exact = risks(at(setting, measured.x));
    return ESTIMATES.map((who) => {
      const { mean, error } = measured[who].risk;
      return Math.abs(mean - exact[who].risk) <= 2 * error + 1e-9;
    });
  });
  return { hits: hits.filter(Boolean).length, all: hits.length };
}

/** What the experiments came to, in words. */
export function dotsInWords(t, setting, { count, draws }) {
  const counted = { count: format(count), places: draws.length, ...reached(setting, draws) };
  return fill(t.done.draws, counted);
}

/**
 * The dots of the widget, { key, draws, seed, count, from }. `redraw()` is called when there are
 * others, `complete(dots)` when all are there, `failed(error)` where the kernel has none.
 *
 * - `of(setting)` are the dots of this setting; those of another question are removed.
 * - `run(setting)` asks the kernel if it has answered for this setting; else the page simulates,
 *   one place in each frame.
 * - `adopt(sent, setting)` takes what the kernel has sent, if it belongs to this setting.
 * - `clear()` removes all.
 */
export function dotKeeper(kernel, { redraw, complete, failed }, signal) {
  let dots = NONE;
  let seed = 0;
  let frameId = 0;

  function clear() {
    cancelAnimationFrame(frameId);
    dots = NONE;
  }
  function of(setting) {
    if (dots.key !== dotsKey(setting)) clear();
    return dots;
  }
  function simulate(setting, xs) {
    seed += 1;
    const draw = normal(seed);
    dots = { ...NONE, key: dotsKey(setting), seed, count: COUNT };
    function step() {
      const x = xs[dots.draws.length];
      const measured = experiment(at(setting, x), COUNT, draw);
      dots = { ...dots, draws: [...dots.draws, { x, ...measured }] };
      redraw();
      if (dots.draws.length < xs.length) frameId = requestAnimationFrame(step);
      else complete(dots);
    }
    frameId = requestAnimationFrame(step);
  }
  function run(setting) {
    clear();
    const xs = places(setting, DOTS);
    if (kernel.answer(setting)) kernel.ask("draws", { xs });
    else simulate(setting, xs);
  }
  function adopt(sent, setting) {
    if (!same(sent?.setting, setting)) return;
    if (sent.error) {
      failed(sent.error);
      return;
    }
    const { draws, seed, count } = sent;
    dots = { key: dotsKey(setting), draws, seed, count, from: "kernel" };
    redraw();
    complete(dots);
  }
  signal?.addEventListener("abort", clear);
  return { of, run, adopt, clear };
}

/** Buttons that run experiments and remove the dots, and who simulated them: `run()`, `clear()`. */
export function dotControls(t, { run, clear }) {
  const start = button(t.draw, run);
  const remove = button(t.clear, () => {
    clear();
    start.focus();
  });
  const source = h("p", { class: "tied-small" });

  function draw({ dots, covered }) {
    const { draws, count, seed, from } = dots;
    start.hidden = covered;
    remove.hidden = covered || !draws.length;
    source.hidden = remove.hidden;
    setText(start, draws.length ? t.again : t.draw);
    const text = draws.length ? fill(t.drawn[from], { count: format(count), seed }) : "";
    setText(source, text);
  }
  return { nodes: [bar(null, start, remove), source], draw };
}
