// Sliders for the shift, and the switches that this picture offers.

import { segments } from "../common/choice.js";
import { h } from "../common/dom.js";
import { bar } from "../common/frame.js";
import { slider } from "../common/slider.js";
import { fill } from "../common/words.js";

/** `change({ name: value })` at every move; `draw(setting)`. */
export function controls(t, switches, change) {
  const last = 15; // rows and columns of the canvas, counted from 0
  const shift = (name, title) =>
    slider(
      title,
      [0, last],
      (n) => fill(t[name], { n }),
      (n) => change({ [name]: n }),
    );
  const sliders = { rows: shift("rows", t.down), columns: shift("columns", t.right) };
  const offered = {
    padding: () =>
      segments(t.padding, Object.entries(t.paddings), (padding) => change({ padding })),
    stride: () =>
      segments(
        t.stride,
        ["1", "2"].map((n) => [n, n]),
        (n) => change({ stride: +n }),
      ),
  };
  const chosen = switches.map((name) => [name, offered[name]()]);
  const fields = (parts) => parts.map(({ field }) => field);
  const pair = h("div", { class: "shifted-sliders" }, ...fields(Object.values(sliders)));
  const node = bar(null, ...fields(chosen.map(([, one]) => one)), pair);
  function draw(setting) {
    for (const [name, one] of Object.entries(sliders)) one.draw(setting[name]);
    for (const [name, one] of chosen) one.draw(String(setting[name]));
  }
  return { node, draw };
}
