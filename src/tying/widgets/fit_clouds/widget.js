// The widget: training sets are drawn, and two clouds of fits grow around their means.

import { allow, button } from "../common/button.js";
import { h, setText } from "../common/dom.js";
import { bar, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { settingOf } from "../common/setting.js";
import { slider } from "../common/slider.js";
import { onWidth } from "../common/width.js";
import { fill, words } from "../common/words.js";
import { arrivals } from "./arrivals.js";
import { barsOf } from "./bars.js";
import { answerOf } from "./fits.js";
import { listing } from "./listing.js";
import { legendOf } from "./marks.js";
import { planeOf } from "./plane.js";
import {
  drawnInWords,
  movedInWords,
  openingInWords,
  pictureInWords,
  truthInWords,
} from "./sentences.js";
import { WORDS } from "./words.js";

/** The buttons that draw training sets: `draw(sets)`. */
function drawing(t, [least, most], sets, start) {
  const more = (count) => () => sets.goal() < most && sets.to(Math.min(most, sets.goal() + count));
  const ten = button(t.ten, more(10), { class: "fc-ten" });
  const one = button(t.one, more(1));
  const hundred = button(t.hundred, more(100));
  const again = button(t.again, () => start(least));
  function draw(count) {
    setText(ten, count < most ? t.ten : fill(t.all, { most }));
    for (const each of [ten, one, hundred]) allow(each, count < most);
    allow(again, count > least);
  }
  return { node: bar(null, ten, one, hundred, again), draw };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const noise = model.get("noise");
  const limits = model.get("limits");
  const counts = model.get("counts");
  const first = model.get("setting");
  const hint = openingInWords(t, first, answerOf(first, noise), counts);
  const held = settingOf({ ...t, hint }, model, redraw, signal, () => sets.stop());
  const { kernel, status } = held;
  const sets = arrivals(() => held.now().sets, count, signal);
  const buttons = drawing(t, limits.sets, sets, (least) => (sets.stop(), count(least)));
  const apart = slider(t.h, limits.h, (value) => truthInWords(t, value), move);
  const plane = planeOf(t, { reach: model.get("reach"), limits: limits.h }, move);
  const risks = barsOf(t, model.get("most"));
  const table = listing(t, signal);
  const parts = [status.node, buttons.node, apart.field, risks.node];
  const side = h("div", { class: "fc-side" }, ...parts);
  const left = h("div", { class: "fc-left" }, plane.node);
  const both = h("div", { class: "fc-both" }, left, side);
  const root = frame(t.group, both, legendOf(t), table.node, kernel.node);
  root.classList.add("fc");
  isolated(el, model).append(root);

  const answer = () => held.answer() ?? answerOf(held.now(), noise);
  function change(next, say) {
    held.set(next);
    status.say(say(t, next, answer(), counts));
    redraw();
  }
  function count(number) {
    change({ ...held.now(), sets: number }, drawnInWords);
  }
  function move(value) {
    if (value !== held.now().h) change({ ...held.now(), h: value }, movedInWords);
  }
  function redraw() {
    const setting = held.now();
    const numbers = answer();
    buttons.draw(setting.sets);
    apart.draw(setting.h);
    plane.draw(setting, noise, numbers, pictureInWords(t, setting, numbers));
    risks.draw(numbers);
    table.draw(numbers);
    held.drawSource();
  }
  const wide = (part) => (width) => {
    part.resize(width);
    redraw();
  };

  onWidth(left, wide(plane), signal);
  onWidth(risks.node, wide(risks), signal);
  redraw();
  held.start();
}

export default { render };
