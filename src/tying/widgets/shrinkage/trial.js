// The trial: eight true values, which are measured again and again.

import { button } from "../common/button.js";
import { h, setText } from "../common/dom.js";
import { bar } from "../common/frame.js";
import { fill } from "../common/words.js";
import { meanError } from "./james_stein.js";
import { short } from "./numbers.js";

const MANY = 1000;

/** A mean squared error as a bar on an axis from 0 to 2v. */
function errorBar(t, role) {
  const value = h("span", { class: "tied-value" });
  const track = h("span", { class: "shrinkage-bar", "data-role": role });
  function draw(error, noise) {
    track.style.setProperty("--part", noise > 0 ? Math.min(1, error / (2 * noise)) : 0);
    setText(value, short(error));
  }
  return { nodes: [h("span", null, t.names[role]), track, value], draw };
}

/** The letter above the middle of the bars, where the error of the separate estimates is v. */
const markOfNoise = () => [h("span"), h("span", { class: "shrinkage-v" }, "v"), h("span")];

/** Buttons for more sets, `measure(count)`, and the two mean squared errors as bars. */
export function trial(t, { measure }) {
  const title = h("strong");
  const bars = [errorBar(t, "separate"), errorBar(t, "pooled")];
  const node = h(
    "div",
    { class: "tied-stack" },
    bar(null, ...[1, MANY].map((count) => button(t.measure[count], () => measure(count)))),
    title,
    h("div", { class: "shrinkage-bars" }, ...markOfNoise(), ...bars.flatMap(({ nodes }) => nodes)),
  );
  function draw({ setting, tally }) {
    const n = tally.count.toLocaleString("en");
    setText(title, fill(tally.count === 1 ? t.errors.one : t.errors.many, { n }));
    bars[0].draw(meanError(tally.separate, tally.count), setting.noise);
    bars[1].draw(meanError(tally.pooled, tally.count), setting.noise);
  }
  return { node, draw };
}
