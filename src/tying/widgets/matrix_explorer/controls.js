// Three strips (padding, stride, kernel) and three sliders (weight, its value, output).

import { segments } from "../common/choice.js";
import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { slider } from "../common/slider.js";
import { fill } from "../common/words.js";
import { LETTERS } from "./cells.js";
import { rowAndColumn } from "./layer.js";

const PADDINGS = ["valid", "same", "full", "circular"];

/** The strips of padding, stride and sharing. */
function strips(t, change) {
  const named = PADDINGS.map((name) => [name, t.paddings[name]]);
  const kernels = [
    ["yes", t.one],
    ["no", t.each],
  ];
  const strides = ["1", "2"].map((one) => [one, one]);
  return {
    padding: segments(t.padding, named, (padding) => change({ padding })),
    stride: segments(t.stride, strides, (stride) => change({ stride: +stride })),
    shared: segments(t.sharing, kernels, (answer) => change({ shared: answer === "yes" })),
  };
}

/** `change({ name: value })` at every move; `draw(setting, size)`. */
export function controls(t, largest, now, change) {
  let columns = 1;
  const numbers = (k) => rowAndColumn(k, columns);
  const place = (k) => {
    const [row, column] = numbers(k);
    return fill(t.place, { row, column });
  };
  const letter = (k) => fill(t.weightValue, { letter: LETTERS[k] });
  const weigh = (value) => now().kernel.map((old, k) => (k === now().weight ? value : old));
  const { padding, stride, shared } = strips(t, change);
  const weight = slider(
    t.weight,
    [0, 8],
    letter,
    (k) => change({ weight: k }),
    (k) => LETTERS[k],
  );
  const value = slider(t.value, [-largest, largest], format, (one) =>
    change({ kernel: weigh(one) }),
  );
  const output = slider(
    t.output,
    [0, 1],
    place,
    (k) => change({ output: k }),
    (k) => numbers(k).join(", "),
  );
  const all = [padding, stride, shared, weight, value, output];
  const node = h("div", { class: "matrix-controls" }, ...all.map(({ field }) => field));
  function draw(setting, size) {
    columns = size[1];
    padding.draw(setting.padding);
    stride.draw(`${setting.stride}`);
    shared.draw(setting.shared ? "yes" : "no");
    weight.draw(setting.weight);
    value.draw(setting.kernel[setting.weight]);
    setText(value.field.firstChild, setting.shared ? t.value : t.startValue);
    output.draw(setting.output, size[0] * size[1] - 1);
  }
  return { node, draw };
}
