// The three panels side by side: bias² + variance = risk.

import { h } from "../common/dom.js";
import { onWidth } from "../common/width.js";
import { panel } from "./panel.js";
import { KINDS } from "./risks.js";

const NARROW = 560; // pixels below which the panel of risk stands above the two others
const SIGN = 26; // pixels of a sign between two panels, as in the style sheet

/** How large a panel is, where so many pixels are wide; `above` is the room above its axes. */
function panelSize(kind, width) {
  const narrow = width < NARROW;
  if (kind === "risk") {
    const others = 2 * (panelSize("bias2", width).width + SIGN);
    return { width: narrow ? width : width - others, height: 270, above: 36 };
  }
  return narrow
    ? { width: Math.floor((width - SIGN) / 2), height: 170, above: 12 }
    : { width: Math.floor((width - 2 * SIGN) * 0.27), height: 270, above: 36 };
}

/**
 * The panels; `choose(x)` where the reader presses or drags on one, `redraw()` when there is room
 * for panels of another size.
 */
export function panelRow(t, { choose, redraw }, signal) {
  const panels = KINDS.map((kind) => [kind, panel(t, kind, choose)]);
  const [bias2, variance, risk] = panels.map(([, { node }]) => node);
  const sign = (text) => h("span", { class: "bv-sign", "aria-hidden": "true" }, text);
  const [plus, equals] = [t.signs.plus, t.signs.equals].map(sign);
  const node = h("div", { class: "bv-panels" }, bias2, plus, variance, equals, risk);
  let width = 0;
  onWidth(
    node,
    (now) => {
      width = now;
      node.classList.toggle("is-narrow", now < NARROW);
      redraw();
    },
    signal,
  );

  function draw(shown) {
    if (!width) return;
    for (const [kind, one] of panels) one.draw(shown, panelSize(kind, width));
  }
  return { node, draw };
}
