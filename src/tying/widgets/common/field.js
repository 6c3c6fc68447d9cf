// A control with its label.

import { h, uid } from "./dom.js";

/** Label and control in one element, which is returned; the control is its `.control`. */
export function labelled(text, control) {
  control.id ||= uid("tied-control");
  const field = h("span", { class: "tied-field" }, h("label", { for: control.id }, text), control);
  field.control = control;
  return field;
}
