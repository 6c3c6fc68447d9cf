// A slider with its label and its value.

import { h, setText } from "./dom.js";
import { labelled } from "./field.js";
import { format } from "./format.js";

/** How far the handle is along its way, from 0 to 1. */
const share = ({ value, min, max }) => (max === min ? 0 : (value - min) / (max - min));

/**
 * A slider over numbers. `range` is [least, most, step = 1], `say(number, most)` the value in
 * words, `change(number)` is called while it moves, and `show` writes the value beside the label.
 */
export function slider(text, [least, most, step = 1], say, change, show = format) {
  const moved = () => {
    paint();
    change(+input.value);
  };
  const input = h("input", { type: "range", min: least, max: most, step, oninput: moved });
  const field = labelled(text, input);
  const value = h("span", { class: "tied-value", "aria-hidden": "true" });
  const paint = () => input.style.setProperty("--part", share(input));
  field.classList.add("tied-slider");
  field.insertBefore(value, input);

  function draw(number, last) {
    if (last !== undefined && input.max !== String(last)) input.max = last;
    input.value = number;
    input.disabled = input.min === input.max;
    input.setAttribute("aria-valuetext", say(number, last));
    setText(value, show(number));
    paint();
  }
  return { field, input, draw };
}
