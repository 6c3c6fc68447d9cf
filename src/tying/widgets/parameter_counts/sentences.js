// Sentences about counts, weights and changes.

import { format } from "../common/format.js";
import { difference, sliderChange } from "../common/presets.js";
import { same } from "../common/traits.js";
import { fill } from "../common/words.js";
import { countLayers, fraction, misfit, parameters } from "./counts.js";
import { weightsOf } from "./weights.js";

const fourDigits = (value) => +value.toPrecision(4);

/** "÷ 784": by what a step divides a count, or "× 5.06" where it makes it larger. */
export function step(t, before, after) {
  const [text, ratio] =
    before >= after ? [t.divided, before / after] : [t.multiplied, after / before];
  return fill(text, { n: format(Number.isInteger(ratio) ? ratio : fourDigits(ratio)) });
}

/** a/b in lowest terms; a whole number without a denominator. */
export function ratioText(a, b) {
  const [x, y] = fraction(a, b);
  return y === 1 ? format(x) : `${format(x)}/${format(y)}`;
}

/** The ratio of the two layers with windows: exactly one over the places, or why not. */
export function ratioSentence(t, counts) {
  const a = parameters(counts.convolution);
  const b = parameters(counts.local);
  const places = counts.height * counts.width;
  if (a * places === b) return fill(t.exact, { places: format(places) });
  const [reduced] = fraction(a, b);
  const n = counts.convolution.biases;
  return fill(t.inexact, {
    a: format(a),
    b: format(b),
    reduced: reduced === a ? "" : ` = ${ratioText(a, b)}`,
    about: format(fourDigits(b / a)),
    places: format(places),
    biases: fill(n === 1 ? t.biasesOf.one : t.biasesOf.many, { n: format(n) }),
  });
}

/** What the layers map to what: "3 × 32 × 32 → 8 × 28 × 28, 784 places". */
export function mapsText(t, setting, counts) {
  const places = counts.height * counts.width;
  const sizes = { ...setting, rows: counts.height, columns: counts.width, places: format(places) };
  return fill(places === 1 ? t.onePlace : t.maps, sizes);
}

/** "weights 0 to 74" */
export function span(t, { first, count }) {
  const last = format(first + count - 1);
  return fill(count > 1 ? t.numbers : t.number, { first: format(first), last });
}

const sides = ({ height, width }) => `${height} × ${width}`;

const moved = (t, what, before, after) =>
  fill(before === after ? t.stays : t.moved, { what, x: format(before), y: format(after) });

/** What a change did to the convolution. */
function effect(t, before, after) {
  if (!before) return fill(t.outputIs, { x: sides(after) });
  const [x, y] = [sides(before), sides(after)];
  const output = x === y ? fill(t.sameOutput, { x: y }) : fill(t.output, { x, y });
  const [old, now] = [before.convolution, after.convolution];
  const numbers = fill(t.convolution, {
    parameters: moved(t, t.parameters, parameters(old), parameters(now)),
    macs: moved(t, t.macs, old.macs, now.macs),
  });
  return `${output} ${numbers}`;
}

/** What a control has changed. */
const changeOf = (t, name, before, after) =>
  name === "bias"
    ? fill(t.done.bias, { value: t.biases[after.bias] })
    : sliderChange(t, name, before, after);

/** Which weights another place uses, and whether they are others. */
function placeSentence(t, setting, counts, before, place) {
  const numbers = (layer) => {
    const [old, now] = [before, place].map((at) => span(t, weightsOf(layer, setting, counts, at)));
    return fill(now === old ? t.still : t.others, { now, before: old });
  };
  const layers = { local: numbers("local"), convolution: numbers("convolution") };
  return fill(t.chosen, { ...place, ...layers });
}

/**
 * What happened between two states { setting, place }, as [text, tone] of the status line: the
 * window does not fit, the setting has changed, or another place is looked at.
 */
export function changeInWords(t, before, { setting, place }, presets) {
  const wrong = misfit(setting);
  if (wrong) return [fill(t.misfit, { ...wrong, side: t.sides[wrong.side] }), "refused"];
  const counts = countLayers(setting);
  if (!same(before.setting, setting)) {
    const old = before.setting;
    const change = difference(t, old, setting, presets, (name) => changeOf(t, name, old, setting));
    return [`${change} ${effect(t, countLayers(old), counts)}`, "done"];
  }
  if (same(before.place, place)) return [t.hint, ""];
  return [placeSentence(t, setting, counts, before.place, place), "done"];
}
