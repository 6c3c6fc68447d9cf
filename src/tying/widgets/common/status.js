// The line that says what just happened.

import { h, setText } from "./dom.js";
import { whenQuiet } from "./timing.js";

/**
 * Text is visible at once and announced after a pause, and then only the last text. `tone` is
 * "done" or "refused"; `aloud: false` shows a text without an announcement, as while something
 * plays. `spoken()` is called after an announcement. A widget has one such line.
 */
export function statusLine(hint, signal, spoken = () => {}) {
  const seen = h("span", { class: "tied-seen", "aria-hidden": "true" }, hint);
  const live = h("span", { class: "tied-spoken", role: "status", "aria-live": "polite" }, hint);
  const node = h("div", { class: "tied-status" }, seen, live);
  const speak = whenQuiet(() => {
    setText(live, seen.textContent);
    spoken();
  }, signal);
  function say(text, tone = "", { aloud = true } = {}) {
    setText(seen, text);
    node.dataset.tone = tone;
    if (aloud) speak();
  }
  return { node, say };
}
