// The picture of a model in a box, which gives it its width.

import { h } from "../common/dom.js";
import { onWidth } from "../common/width.js";
import { picture } from "./picture.js";

/** `redraw()` is called by another width, and `choose(slot)`, if given, by a press on a slot. */
export function pictureBox(t, redraw, signal, choose) {
  const drawing = picture(t, choose);
  const node = h("div", { class: "ledger-canvas" }, drawing.svg);
  let width = 0;
  const resize = (now) => {
    width = now;
    redraw();
  };
  onWidth(node, resize, signal);
  const draw = (scene, chosen = {}) => {
    if (width) drawing.draw(scene, width, chosen);
  };
  return { node, draw };
}
