// The line that says what just happened.

import { h, setText } from "./dom.js";
import { whenQuiet } from "./timing.js";

/**
 * Seen at once, spoken after a pause, and then only what was last said. `tone` is "done" or
 * "refused"; `aloud: false` shows without speaking, as while something plays. `spoken()` is called
 * when the pause is over. A widget has one such line.
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
