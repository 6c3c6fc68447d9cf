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
 * - `answered()` says whether a kernel has answered this view, and runs still.
 * - `answer(setting)` is the kernel's answer for this setting, or null.
 * - `draw(from, setting)` writes who computed: "page", "kernel", "build" or a key of the widget's
 *   own; an error of the kernel at this setting is written instead of "page". Where the kernel has
 *   ended, the line also says that, and how to go on.
 */
export function kernelOf(t, model, name, changed, signal) {
  const node = h("p", { class: "tied-small tied-source" });
  let hasAnswered = false;
  let hasEnded = false;
  const result = (setting) => {
    const latest = model.get("result");
    return hasAnswered && same(latest?.[name], setting) ? latest : null;
  };
  const react = () => {
    hasAnswered = true;
    hasEnded = false;
    changed();
  };
  const end = () => {
    hasAnswered = false;
    hasEnded = true;
    changed();
  };
  const send = (message) => {
    try {
      model.send(message);
    } catch {
      end(); // a view that JupyterLab draws again, when the kernel has long been another
    }
  };
  const whoComputed = (from, error) => {
    if (error) return fill(t.source.failed, { error });
    return from === "build" && hasEnded ? t.ended.build : t.source[from];
  };
  // What ipywidgets calls an update of the connection is its end: a widget is made with it.
  listen(model, { "change:result": react, comm_live_update: end }, signal);
  return {
    node,
    start: () => send({ ask: "result" }),
    ask: (question, values) => send({ ask: question, ...values }),
    answered: () => hasAnswered && !model.get("result")?.error,
    answer(setting) {
      const latest = result(setting);
      return latest?.error ? null : latest;
    },
    draw(from, setting) {
      const error = from === "page" ? result(setting)?.error : undefined;
      const who = whoComputed(from, error);
      setText(node, hasEnded ? fill(t.ended.now, { who }) : who);
      node.dataset.source = from;
    },
  };
}
