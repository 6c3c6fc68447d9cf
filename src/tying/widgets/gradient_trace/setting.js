// The setting of a worked example: its presets, its words, and what a change of it does.

import { presetOf } from "../common/presets.js";
import { fill, inOrder } from "../common/words.js";
import { arrayText, short } from "./numbers.js";
import { joined } from "./sentences.js";

/** The presets of an example, by name. */
export const presetsOf = (t, presets, example) =>
  inOrder(t.presets, presets).filter((name) => presets[name].example === example);

/** The label of a control; `parameter` is what the example calls its own. */
export const labelOf = (t, key, parameter) =>
  key === "loss" ? t.loss : fill(t.controls[key], { w: parameter });

/** A value of the setting in words. */
export function valueText(t, key, value) {
  if (key === "loss") return t.losses[value];
  return typeof value === "number" ? short(value) : (t.choices[value] ?? value);
}

/** What was set: a preset, another example, or some values. */
function settingInWords(t, before, setting, parameter, presets) {
  const changed = Object.keys(setting).filter((key) => before[key] !== setting[key]);
  const preset = presetOf(presets, setting);
  if (changed.length > 1 && preset) return fill(t.done.preset, { name: t.presets[preset] });
  if (changed.includes("example")) {
    const [value, old] = [setting, before].map(({ example }) => t.examples[example]);
    return fill(t.done.set, { name: t.example, value, before: old });
  }
  const sentences = changed.map((key) => {
    const [value, old] = [setting, before].map((one) => valueText(t, key, one[key]));
    return fill(t.done.set, { name: labelOf(t, key, parameter), value, before: old });
  });
  return sentences.join(" ");
}

/** How the gradient has changed. */
function gradientInWords(t, before, { name, sum, norm, shape }) {
  const old = arrayText(t, before.sum, before.norm, shape);
  const now = arrayText(t, sum, norm, shape);
  return fill(old === now ? t.done.sameGrad : t.done.grad, { name, before: old, after: now });
}

/** What a change did, from `before`, a setting and its scene, to a setting and its moment. */
export function changeInWords(t, before, setting, { scene, finished }, presets) {
  const [old] = before.scene.parameters;
  const [parameter] = scene.parameters;
  const canCompare = finished && before.setting.example === setting.example;
  return joined(
    settingInWords(t, before.setting, setting, parameter.name, presets),
    fill(t.done.loss, { loss: short(scene.loss) }),
    canCompare ? gradientInWords(t, old, parameter) : "",
  );
}
