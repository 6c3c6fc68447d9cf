// The setting of a widget that is one trait: the page and Python change it, a kernel answers it.

import { kernelOf } from "./kernel.js";
import { statusLine } from "./status.js";
import { listen, same } from "./traits.js";

/**
 * The setting of `model`, with the kernel's part and the status line, which opens with `t.hint`.
 *
 * - `now()` is the setting, and `set(next)` changes it, without drawing.
 * - `answer()` is the kernel's answer to it, or null; `drawSource()` writes who computed.
 * - `start()` listens to Python and asks the kernel; call it when the view is complete.
 *
 * `redraw()` is called when the kernel has answered, and when Python has changed the setting; in
 * the second case `replaced()` is called first, while `now()` is still the old one.
 */
export function settingOf(t, model, redraw, signal, replaced = () => {}) {
  let setting = model.get("setting");
  const kernel = kernelOf(t, model, "setting", redraw, signal);
  // A kernel gets the end of a drag, not every place on the way.
  const status = statusLine(t.hint, signal, () => model.save_changes());

  function adopt() {
    if (!same(model.get("setting"), setting)) {
      replaced();
      setting = model.get("setting");
    }
    redraw();
  }
  return {
    kernel,
    status,
    now: () => setting,
    set(next) {
      setting = next;
      model.set("setting", next);
    },
    answer: () => kernel.answer(setting),
    drawSource: () => kernel.draw(kernel.answer(setting) ? "kernel" : "page", setting),
    start() {
      listen(model, { "change:setting": adopt }, signal);
      kernel.start();
    },
  };
}
