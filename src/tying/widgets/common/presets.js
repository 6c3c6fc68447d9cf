// Presets: settings to start from, by name.

import { choice } from "./choice.js";
import { format } from "./format.js";
import { same } from "./traits.js";
import { fill, inOrder } from "./words.js";

const nameOf = (t, preset) => t.presets[preset] ?? preset;

/** The preset that a setting is; undefined where it is none. */
export const presetOf = (presets, setting) =>
  Object.keys(presets).find((preset) => same(presets[preset], setting));

/**
 * A choice among presets, and the reader's own setting where it is none of them: `begin(preset)`.
 * `draw(setting, offered)` offers all of them, or those whose names are given.
 */
export function presetChoice(t, presets, begin) {
  const { field, draw: drawChoice } = choice(t.start, begin);
  function draw(setting, offered = inOrder(t.presets, presets)) {
    const preset = presetOf(presets, setting);
    const named = offered.map((one) => [one, nameOf(t, one)]);
    drawChoice([...named, ...(preset ? [] : [["", t.changed]])], preset ?? "");
  }
  return { field, draw };
}

/**
 * What differs between two settings: the preset, where more than one value leads to it, or else
 * each value, as `changeOf(name)` says it.
 */
export function difference(t, before, after, presets, changeOf) {
  const changed = Object.keys(after).filter((name) => before[name] !== after[name]);
  const preset = presetOf(presets, after);
  if (changed.length > 1 && preset) return fill(t.done.preset, { name: nameOf(t, preset) });
  return changed.map(changeOf).join(" ");
}

/** What a slider has changed. */
export function sliderChange(t, name, before, after) {
  const [value, old] = [format(after[name]), format(before[name])];
  return fill(t.done.set, { name: t.controls[name], value, before: old });
}
