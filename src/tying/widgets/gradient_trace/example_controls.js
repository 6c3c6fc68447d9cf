// The controls of a worked example: which one, where to start from, its loss, and its numbers.

import { button } from "../common/button.js";
import { choice } from "../common/choice.js";
import { h } from "../common/dom.js";
import { spring } from "../common/frame.js";
import { presetChoice } from "../common/presets.js";
import { slider } from "../common/slider.js";
import { inOrder } from "../common/words.js";
import { short } from "./numbers.js";
import { labelOf, presetsOf, valueText } from "./setting.js";

const OF_ONE_LOSS = { t1: "squared", t2: "squared", class: "cross", next: "cross" };

/** The loss that a number belongs to, if only to one. */
const isUsed = (key, { loss }) => !(key in OF_ONE_LOSS) || OF_ONE_LOSS[key] === loss;

/** Lists to choose from and sliders, by name, for what an example lets the reader set. */
function settingControls(t, { sliders, choices }, parameter, change) {
  const lists = inOrder(t.controls, choices).map((key) => {
    const list = choice(labelOf(t, key, parameter), (value) => change(key, value));
    const named = choices[key].map((value) => [value, valueText(t, key, value)]);
    return [key, { field: list.field, draw: (value) => list.draw(named, value) }];
  });
  const keys = inOrder(t.controls, sliders).filter((key) => key !== "rate");
  const rows = keys.map((key) => {
    const label = labelOf(t, key, parameter);
    return [key, slider(label, sliders[key], short, (x) => change(key, x), short)];
  });
  return [...lists, ...rows];
}

/**
 * The numbers of an example; `change(name, value)` at every move. `draw(setting, parameter)` makes
 * other controls for another example, whose parameter has that name.
 */
export function settingPanel(t, examples, change) {
  const node = h("div", {
    class: "tied-settings trace-settings",
    role: "group",
    "aria-label": t.settings,
  });
  let drawn = "";
  let controls = [];
  function draw(setting, parameter) {
    if (drawn !== setting.example) {
      drawn = setting.example;
      controls = settingControls(t, examples[drawn], parameter, change);
      node.replaceChildren(...controls.map(([, { field }]) => field));
    }
    for (const [key, control] of controls) {
      control.field.hidden = !isUsed(key, setting);
      control.draw(setting[key]);
    }
  }
  return { node, draw };
}

/**
 * The choices above: `begin(setting)` from a preset, null for the one begun with; `change(name,
 * value)`.
 */
export function startControls(t, { examples, presets }, begin, change) {
  const example = choice(t.example, (name) => begin(presets[presetsOf(t, presets, name)[0]]));
  const preset = presetChoice(t, presets, (name) => begin(presets[name] ?? null));
  const loss = choice(t.loss, (name) => change("loss", name));
  const reset = button(t.reset, () => begin(null));
  const nodes = [example.field, preset.field, loss.field, spring(), reset];

  function draw(setting) {
    const losses = examples[setting.example].losses.map((one) => [one, t.losses[one]]);
    example.draw(
      inOrder(t.examples, examples).map((one) => [one, t.examples[one]]),
      setting.example,
    );
    preset.draw(setting, presetsOf(t, presets, setting.example));
    loss.draw(losses, setting.loss);
  }
  return { nodes, draw };
}
