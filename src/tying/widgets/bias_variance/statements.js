// The texts about a setting: the rule above the pictures; below them who wins, and notes.

import { h, setText } from "../common/dom.js";
import { fill } from "../common/words.js";
import { terms } from "./risks.js";
import { coveredRule, notes, outcome, rule, short } from "./sentences.js";

/** The rule with its numbers, and the variance of one estimate. */
export function ruleHeading(t) {
  const text = h("strong");
  const v = h("span");
  const node = h("p", { class: "tied-section bv-heading" }, text, v);
  function draw({ setting, covered }) {
    setText(text, covered ? coveredRule(t, setting) : rule(t, setting));
    setText(v, fill(t.v, { v: short(terms(setting).v) }));
  }
  return { node, draw };
}

/** Who wins, by how much and why; nothing while covered. */
export function outcomeText(t) {
  const node = h("p");
  function draw({ setting, covered }) {
    setText(node, outcome(t, setting));
    node.hidden = covered || !node.textContent;
  }
  return { node, draw };
}

/** What does not exist, or is off the axis; nothing while covered. */
export function noteList(t) {
  const node = h("ul", { class: "bv-notes" });
  function draw({ setting, covered }) {
    const sentences = notes(t, setting);
    if (node.textContent !== sentences.join("")) {
      node.replaceChildren(...sentences.map((text) => h("li", null, text)));
    }
    node.hidden = covered || !sentences.length;
  }
  return { node, draw };
}
