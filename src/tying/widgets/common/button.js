// Buttons.

import { h } from "./dom.js";

export const button = (text, press, attributes) =>
  h("button", { type: "button", onclick: press, ...attributes }, text);

/** Whether a button can be used now. It keeps the focus and answers, to say why it cannot. */
export const allow = (control, yes) => control.setAttribute("aria-disabled", String(!yes));
