// The controls of a setting: where to start from, sizes, and the convention for biases.

import { button } from "../common/button.js";
import { choice } from "../common/choice.js";
import { h } from "../common/dom.js";
import { bar, spring } from "../common/frame.js";
import { presetChoice } from "../common/presets.js";
import { slider } from "../common/slider.js";
import { fill } from "../common/words.js";

const SIZES = ["height", "width", "channels_in", "channels_out", "kernel", "stride", "padding"];

/** A choice among the presets, and a button back: `begin(name)`, null for the one begun with. */
export function startBar(t, presets, begin) {
  const preset = presetChoice(t, presets, begin);
  const node = bar(
    null,
    preset.field,
    spring(),
    button(t.reset, () => begin(null)),
  );
  return { node, draw: preset.draw };
}

/** Sliders and the choice of biases: `change(name, value)` at every move. */
export function sizeControls(t, limits, change) {
  const sizes = SIZES.map((name) => {
    const say = (n) => fill(t.values[name], { n });
    return [name, slider(t.controls[name], limits[name], say, (n) => change(name, n))];
  });
  const bias = choice(t.bias, (convention) => change("bias", convention));
  const node = h(
    "div",
    { class: "tied-settings counts-sizes", role: "group", "aria-label": t.sizes },
    ...sizes.map(([, { field }]) => field),
    bias.field,
  );
  function draw(setting) {
    for (const [name, size] of sizes) size.draw(setting[name]);
    bias.draw(Object.entries(t.biases), setting.bias);
  }
  return { node, draw };
}
