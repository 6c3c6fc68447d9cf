// One of several: a list to open, or a strip on which all are seen.

import { h, uid } from "./dom.js";
import { labelled } from "./field.js";

/** Give a select these [value, text] options; it is left alone where nothing differs. */
export function options(select, wanted, value) {
  const signature = JSON.stringify(wanted);
  if (select.dataset.options !== signature) {
    select.replaceChildren(...wanted.map(([key, text]) => h("option", { value: key }, text)));
    select.dataset.options = signature;
  }
  if (select.value !== value) select.value = value;
}

/** A select with its label: `draw([[key, text], ...], key)`; `change(key)` is the choice made. */
export function choice(text, change) {
  const field = labelled(text, h("select", { onchange: () => change(field.control.value) }));
  const { control } = field;
  return { field, control, draw: (wanted, value) => options(control, wanted, value) };
}

/** A few choices that are all seen, of which one holds: radio buttons, drawn as one strip. */
export function segments(text, wanted, change) {
  const name = uid("tied-segments");
  const inputs = new Map();
  const strip = wanted.map(([key, label]) => {
    const input = h("input", {
      type: "radio",
      name,
      value: key,
      "data-lm-suppress-shortcuts": true,
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
