// The controls of a setting: where to start from, axis and true values, sliders, and two boxes to
// tick.

import { button } from "../common/button.js";
import { choice, segments } from "../common/choice.js";
import { h } from "../common/dom.js";
import { labelled } from "../common/field.js";
import { bar, spring } from "../common/frame.js";
import { presetChoice } from "../common/presets.js";
import { slider } from "../common/slider.js";
import { strength } from "./risks.js";
import { meaning } from "./sentences.js";

const SLIDERS = ["heterogeneity", "noise", "data", "locations", "correlation", "tie"];

/** The nearest value that a slider has. */
export const snap = (value, [least, most, step]) =>
  +Math.min(most, Math.max(least, least + Math.round((value - least) / step) * step)).toFixed(6);

/**
 * Choices of a preset, of the axis and of the true values, and a button back: `begin(name)`, null
 * for the one begun with, and `change(name, value)`.
 */
export function startBar(t, presets, { begin, change }) {
  const preset = presetChoice(t, presets, begin);
  const axis = choice(t.axis, (name) => change("axis", name));
  const truth = segments(t.truth, Object.entries(t.truths), (name) => change("truth", name));
  const node = bar(
    null,
    preset.field,
    axis.field,
    truth.field,
    spring(),
    button(t.reset, () => begin(null)),
  );
  function draw({ setting }) {
    preset.draw(setting);
    axis.draw(Object.entries(t.axes), setting.axis);
    truth.draw(setting.truth);
  }
  return { node, draw };
}

/** A box to tick, with its label. */
function checkbox(text, change) {
  const input = h("input", { type: "checkbox", onchange: () => change(input.checked) });
  const field = labelled(text, input);
  field.classList.add("bv-check");
  return { field, input };
}

/** The setting with the strength of the tie that is in use. */
const inUse = (setting) => ({ ...setting, tie: +strength(setting).toFixed(2) });

/**
 * Sliders, and whether the reader guesses first and takes the best strength: `change(name, value)`
 * at every move, `guessFirst(yes)`. `focus()` goes to the box of guessing.
 */
export function settingControls(t, limits, { change, guessFirst }) {
  let drawn = null;
  const sliders = SLIDERS.map((name) => {
    const say = () => meaning(t, drawn, name);
    return [name, slider(t.controls[name], limits[name], say, (value) => change(name, value))];
  });
  const best = checkbox(t.optimal, (yes) => change("best", yes));
  const guess = checkbox(t.guess.first, guessFirst);
  const node = h(
    "div",
    { class: "tied-settings bv-sliders", role: "group", "aria-label": t.setting },
    ...sliders.map(([, { field }]) => field),
    guess.field,
    best.field,
  );
  function draw({ setting }) {
    drawn = inUse(setting);
    for (const [name, one] of sliders) one.draw(drawn[name]);
    best.input.checked = setting.best;
  }
  return { node, draw, focus: () => guess.input.focus() };
}
