// The widget: two observations are joined by a spring, and the posterior slides to the diagonal.

import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { settingOf } from "../common/setting.js";
import { slider } from "../common/slider.js";
import { same } from "../common/traits.js";
import { onWidth } from "../common/width.js";
import { fill, words } from "../common/words.js";
import { listing } from "./listing.js";
import { legendOf } from "./marks.js";
import { planeOf } from "./plane.js";
import { answerOf } from "./posterior.js";
import { rowsOf } from "./rows.js";
import {
  movedInWords,
  pictureInWords,
  spreadInWords,
  strengthInWords,
  sumInWords,
} from "./sentences.js";
import { WORDS } from "./words.js";

/** The sliders: `change(part)` is called with the part of the setting that has changed. */
function controls(t, { spreads, limits }, now, change) {
  const say = (at) => spreadInWords(t, spreads[at]);
  const show = (at) => format(spreads[at]);
  const range = [0, spreads.length - 1];
  const spread = slider(t.spread, range, say, (at) => change({ spread: spreads[at] }), show);
  const pairs = { v: t.variances, x: t.observations };
  const ofPairs = Object.entries(pairs).flatMap(([name, labels]) =>
    labels.map((label, k) => {
      const put = (value) =>
        change({ [name]: now()[name].map((old, other) => (other === k ? value : old)) });
      const one = slider(label, limits[name], format, put);
      return { ...one, draw: (setting) => one.draw(setting[name][k]) };
    }),
  );
  const fields = ofPairs.map((one) => one.field);
  function draw(setting) {
    spread.draw(spreads.indexOf(setting.spread));
    for (const one of ofPairs) one.draw(setting);
  }
  return { spread: spread.field, pairs: h("div", { class: "st-pairs" }, ...fields), draw };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const [spreads, limits, range] = ["spreads", "limits", "plane"].map((name) => model.get(name));
  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const sliders = controls(t, { spreads, limits }, held.now, change);
  const plane = planeOf(t, { plane: range, limits: limits.x }, (x) => change({ x }));
  const rows = rowsOf(range);
  const sum = h("p", { class: "st-line" });
  const strength = h("p", { class: "st-line" });
  const table = listing(t, signal);
  const box = h("div", { class: "st-box" }, rows.node);
  const left = h("div", { class: "st-left" }, plane.node);
  const parts = [status.node, sliders.spread, strength, box, sum, sliders.pairs];
  const side = h("div", { class: "st-side" }, ...parts);
  const both = h("div", { class: "st-both" }, left, side);
  const root = frame(t.group, both, legendOf(t), table.node, kernel.node);
  root.classList.add("st");
  isolated(el, model).append(root);

  const answer = () => held.answer() ?? answerOf(held.now());
  function change(part) {
    const next = { ...held.now(), ...part };
    if (same(next, held.now())) return;
    held.set(next);
    status.say(movedInWords(t, next, answer()));
    redraw();
  }
  function redraw() {
    const setting = held.now();
    const numbers = answer();
    sliders.draw(setting);
    plane.draw(setting, numbers, pictureInWords(t, setting, numbers));
    rows.draw(setting, numbers);
    setText(sum, sumInWords(t, setting, numbers));
    setText(strength, fill(t.strength, { strength: strengthInWords(t, setting) }));
    table.draw(setting, numbers);
    held.drawSource();
  }
  const wide = (part) => (width) => {
    part.resize(width);
    redraw();
  };

  onWidth(left, wide(plane), signal);
  onWidth(box, wide(rows), signal);
  redraw();
  held.start();
}

export default { render };
