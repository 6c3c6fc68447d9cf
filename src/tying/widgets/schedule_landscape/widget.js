// The widget: dots on the landscapes of two pairs, while the strength of the tie changes.

import { segments } from "../common/choice.js";
import { h, s } from "../common/dom.js";
import { format } from "../common/format.js";
import { bar, fold, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { legend } from "../common/legend.js";
import { scroller } from "../common/scroller.js";
import { settingOf } from "../common/setting.js";
import { slider } from "../common/slider.js";
import { stepper } from "../common/stepper.js";
import { dataTable } from "../common/table.js";
import { same } from "../common/traits.js";
import { onWidth } from "../common/width.js";
import { words } from "../common/words.js";
import { goodEnds, pathOf } from "./descent.js";
import { panelOf } from "./panel.js";
import { momentInWords, panelInWords } from "./sentences.js";
import { WORDS } from "./words.js";

const PAUSE = 120; // milliseconds from one moment to the next

const sample = (...shapes) =>
  s("svg", { width: 20, height: 16, viewBox: "-10 -8 20 16", "aria-hidden": "true" }, ...shapes);

const dot = (end, d) => sample(s("path", { class: "sl-dot", "data-end": end, d }));

const key = (t) =>
  legend([
    [dot("good", "M0,-5l5,5l-5,5l-5,-5z"), t.legend.good],
    [dot("bad", "M-4,-4l8,8M4,-4l-8,8"), t.legend.bad],
    [sample(s("rect", { class: "sl-shade", x: -8, y: -6, width: 16, height: 12 })), t.legend.shade],
    [sample(s("path", { class: "sl-diagonal", d: "M-8,6L8,-6" })), t.legend.diagonal],
  ]);

/** The paths of the page, which are computed once for each setting. */
function pathsOf(pairs, starts, frames) {
  let last = null;
  return (setting) => {
    if (!last || !same(last.setting, setting)) {
      const named = Object.entries(pairs).map(([name, pair]) => [
        name,
        pathOf(pair, setting, starts, frames),
      ]);
      last = { setting, path: Object.fromEntries(named) };
    }
    return last.path;
  };
}

/** How many starts of each pair end near its best value. */
const countsOf = (pairs, paths, near) =>
  Object.fromEntries(
    Object.keys(pairs).map((name) => [
      name,
      goodEnds(pairs[name], paths[name], near).filter(Boolean).length,
    ]),
  );

/** The folded table of the ends. */
function endsOf(t, pairs, near, signal) {
  const table = dataTable(t.fold, t.heads, [1, 2, 3]);
  function draw(paths) {
    table.fillWith(
      Object.entries(pairs).map(([name, pair]) => {
        const [a, b] = paths[name][paths[name].length - 1];
        const mean = [...a, ...b].reduce((sum, x) => sum + x, 0) / (2 * a.length);
        const good = countsOf(pairs, paths, near)[name];
        return [name, pair.best.toFixed(2), String(good), mean.toFixed(2).replace("-", "−")];
      }),
    );
  }
  return { node: fold(t.fold, scroller(t, t.fold, table.node, signal)), draw };
}

/** The choice of a way and of a number of steps: `change(part)` is called with what differs. */
function controlsOf(t, offered, range, change) {
  const named = offered.map((name) => [name, t.ways[name]]);
  const way = segments(t.way, named, (name) => change({ way: name }));
  const steps = slider(t.steps, range, format, (n) => change({ steps: n }));
  function draw(setting) {
    way.draw(setting.way);
    steps.draw(setting.steps);
  }
  return { fields: [way.field, steps.field], draw };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const names = ["pairs", "starts", "frames", "near", "steps", "ways"];
  const [pairs, starts, frames, near, range, offered] = names.map((name) => model.get(name));
  const held = settingOf(t, model, redraw, signal, () => moments.stop());
  const { kernel, status } = held;
  const paths = pathsOf(pairs, starts, frames);
  const panels = Object.keys(pairs).map((name) => panelOf(name, pairs[name], starts, near));
  const controls = controlsOf(t, offered, range, become);
  const moments = stepper(t, t.moments, go, signal, PAUSE);
  const table = endsOf(t, pairs, near, signal);
  const boxes = h("div", { class: "sl-panels" }, ...panels.map((panel) => panel.node));
  const parts = [bar(null, ...controls.fields), moments.node, status.node, boxes, key(t)];
  const root = frame(t.group, ...parts, table.node, kernel.node);
  root.classList.add("sl");
  isolated(el, model).append(root);
  let at = 0;

  const path = () => held.answer()?.path ?? paths(held.now());
  function go(frame) {
    at = frame;
    const good = countsOf(pairs, path(), near);
    const text = momentInWords(t, held.now(), at, frames, good, starts[0].length);
    const isEnd = at === frames;
    status.say(text, isEnd ? "done" : "", { aloud: isEnd || !moments.playing() });
    redraw();
  }
  function become(part) {
    const next = { ...held.now(), ...part };
    if (same(next, held.now())) return;
    moments.stop();
    held.set(next);
    go(frames);
  }
  function redraw() {
    const now = path();
    const good = countsOf(pairs, now, near);
    controls.draw(held.now());
    moments.draw(at, frames);
    for (const panel of panels) {
      const one = now[panel.name];
      const told = panelInWords(t, panel.name, at ? one[at - 1] : starts, good[panel.name]);
      panel.draw(held.now(), one, at, told);
    }
    table.draw(now);
    held.drawSource();
  }
  const wide = (panel) => (width) => {
    panel.resize(width);
    redraw();
  };

  panels.forEach((panel) => onWidth(panel.node, wide(panel), signal));
  redraw();
  held.start();
}

export default { render };
