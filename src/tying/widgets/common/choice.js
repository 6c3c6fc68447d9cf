// A choice of one among several: a list that opens, or a strip that shows all.

import { h, uid } from "./dom.js";
import { labelled } from "./field.js";

/** Give a select these [value, text] options; it is left alone where nothing differs. */
export function options(select, choices, value) {
  const signature = JSON.stringify(choices);
  if (select.dataset.options !== signature) {
    select.replaceChildren(...choices.map(([key, text]) => h("option", { value: key }, text)));
    select.dataset.options = signature;
  }
  if (select.value !== value) select.value = value;
}

/** A select with its label: `draw([[key, text], ...], key)`; `change(key)` is the choice made. */
export function choice(text, change) {
  const field = labelled(text, h("select", { onchange: () => change(field.control.value) }));
  const { control } = field;
  return { field, control, draw: (choices, value) => options(control, choices, value) };
}

/** A few choices that are all visible, one of them selected: radio buttons, drawn as a strip. */
export function segments(text, choices, change) {
  const name = uid("tied-segments");
  const inputs = new Map();
  const strip = choices.map(([key, label]) => {
    const input = h("input", {
      type: "radio",
      name,
      value: key,
      onchange: () => change(key),
    });
    inputs.set(key, input);
    return h("label", { class: "tied-segment" }, input, h("span", null, label));
  });
  const field = h(
    "fieldset",
    { class: "tied-field tied-segments" },
    h("legend", null, text),
    h("span", { class: "tied-strip" }, ...strip),
  );
  const draw = (value) => {
    for (const [key, input] of inputs) input.checked = key === value;
  };
  return { field, draw };
}
