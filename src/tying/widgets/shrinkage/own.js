// A field for the reader's own eight numbers.

import { h } from "../common/dom.js";
import { labelled } from "../common/field.js";
import { fill } from "../common/words.js";
import { asText, eightNumbers } from "./numbers.js";

/** `take(values)` is called with eight numbers, `refuse(why)` where they are none. */
export function ownNumbers(t, take, refuse) {
  const read = () => {
    const { values, wrong, ...what } = eightNumbers(input.value);
    input.setAttribute("aria-invalid", String(!values));
    if (values) take(values);
    else refuse(fill(t.done[wrong], what));
  };
  const input = h("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    onchange: read,
    onpaste: () => setTimeout(() => eightNumbers(input.value).values && read()),
  });
  const field = labelled(t.own, input);
  field.classList.add("shrinkage-own");
  function draw({ setting }) {
    if (input.getAttribute("aria-invalid") === "true") return; // what is wrong can be mended
    if (input.ownerDocument.activeElement !== input) input.value = asText(setting.values);
  }
  const settle = () => input.setAttribute("aria-invalid", "false");
  return { field, draw, settle };
}
