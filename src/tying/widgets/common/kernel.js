// The answers of the kernel, and the line that says who computed what is shown. The other side is
// `TiedWidget` in Python. The page computes everything itself; where a kernel runs, torch computes
// it again, and its result is shown while it belongs to the setting that is shown.

import { h, setText } from "./dom.js";
import { listen, same } from "./traits.js";
import { fill } from "./words.js";

/**
 * The kernel's part in a widget whose setting is the trait `name`. `changed()` is called when the
 * kernel has answered.
 *
 * - `start()` asks for the first answer; call it when the view is complete.
 * - `ask(question, values)` asks one of the further questions that the Python class names.
 * - `answered()` says whether a kernel has answered this view.
 * - `answer(setting)` is the kernel's answer for this setting, or null.
 * - `draw(from, setting)` writes who computed: "page", "kernel", "build" or a key of the widget's
 *   own; an error of the kernel at this setting is written instead of "page".
 */
export function kernelOf(t, model, name, changed, signal) {
  const node = h("p", { class: "tied-small tied-source" });
  let hasAnswered = false;
  const result = (setting) => {
    const latest = model.get("result");
    return hasAnswered && same(latest?.[name], setting) ? latest : null;
  };
  const react = () => {
    hasAnswered = true;
    changed();
  };
  listen(model, { "change:result": react }, signal);
  return {
    node,
    start: () => model.send({ ask: "result" }),
    ask: (question, values) => model.send({ ask: question, ...values }),
    answered: () => hasAnswered && !model.get("result")?.error,
    answer(setting) {
      const latest = result(setting);
      return latest?.error ? null : latest;
    },
    draw(from, setting) {
      const error = from === "page" ? result(setting)?.error : undefined;
      setText(node, error ? fill(t.source.failed, { error }) : t.source[from]);
      node.dataset.source = from;
    },
  };
}
