// A number that is dragged up and down, or changed by arrow keys.

import { h, setAttributes, setText } from "../common/dom.js";
import { format } from "../common/format.js";

const STEP = 12; // pixels of a drag from one whole number to the next

/** How a key changes a number between -limit and limit. */
const KEYS = {
  ArrowUp: (value) => value + 1,
  ArrowRight: (value) => value + 1,
  ArrowDown: (value) => value - 1,
  ArrowLeft: (value) => value - 1,
  Home: (_, limit) => -limit,
  End: (_, limit) => limit,
};

/**
 * One entry of a factor: `change(value)` while it moves, `point(true)` when it is pointed at or
 * has the focus, `point(false)` when that ends. `draw(value, on)`: one that is off keeps still.
 */
export function entry(label, limit, change, point) {
  let shown = 0;
  let from = null; // where a drag began, and with which value
  const to = (value) => {
    const next = Math.max(-limit, Math.min(limit, value));
    if (next !== shown) change(next);
  };
  const isOff = () => node.getAttribute("aria-disabled") === "true";
  const begin = (event) => {
    if (isOff() || event.button) return;
    node.focus();
    from = { y: event.clientY, value: shown };
    node.setPointerCapture(event.pointerId);
  };
  const move = (event) => {
    if (from) to(from.value + Math.round((from.y - event.clientY) / STEP));
  };
  const press = (event) => {
    const moved = KEYS[event.key];
    if (!moved || isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    to(moved(shown, limit));
  };
  const node = h("div", {
    class: "outer-entry",
    role: "slider",
    "aria-label": label,
    "aria-orientation": "vertical",
    "aria-valuemin": -limit,
    "aria-valuemax": limit,
    onpointerdown: begin,
    onpointermove: move,
    onlostpointercapture: () => (from = null),
    onkeydown: press,
    onfocus: () => point(true),
    onblur: () => point(false),
    onpointerenter: () => point(true),
    onpointerleave: () => point(node.getRootNode().activeElement === node),
  });
  function draw(value, on) {
    shown = value;
    setText(node, format(value));
    const words = { "aria-valuenow": value, "aria-valuetext": format(value) };
    setAttributes(node, { ...words, "aria-disabled": String(!on), tabindex: on ? 0 : -1 });
  }
  return { node, draw };
}
