// The slider of the noise, whose range follows the axis.

import { setAttributes } from "../common/dom.js";
import { slider } from "../common/slider.js";
import { fill } from "../common/words.js";
import { noiseRange } from "./axis.js";
import { short } from "./numbers.js";

/** `change(noise)` is called while it moves. */
export function noiseSlider(t, change) {
  const say = (v) => fill(t.noiseIs, { v: short(v), root: short(Math.sqrt(v)) });
  const { field, input, draw } = slider(t.noise, [0, 1], say, change, short);
  return {
    field,
    draw({ setting }, axis) {
      const [min, max, step] = noiseRange(axis);
      setAttributes(input, { min, max, step });
      draw(setting.noise);
    },
  };
}
