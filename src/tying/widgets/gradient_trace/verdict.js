// Whether the uses agree, and what a step does to each. What is not known before backward has ended
// keeps its room.

import { h, setText } from "../common/dom.js";
import { scroller } from "../common/scroller.js";
import { fill } from "../common/words.js";
import { agreement, stepEffect } from "./sentences.js";
import { effectTable } from "./tables.js";

/** A node that keeps its room when it is not to be seen. */
function visible(isVisible, node) {
  node.classList.toggle("is-kept-back", !isVisible);
  return node;
}

/** The question whether the uses agree, and the answer in its place when all is known. */
export function agreementSection(t) {
  const content = h("div", { class: "trace-agree" });
  const node = h("section", { class: "tied-stack" }, h("strong", null, t.agree), content);
  function draw({ parameter, finished }) {
    const question = h("p", { class: "is-question" }, t.ask);
    const sentences = agreement(t, parameter).map((text) => h("p", null, text));
    const answer = h("div", null, ...sentences);
    content.replaceChildren(visible(!finished, question), visible(finished, answer));
  }
  return { node, draw };
}

/** What a step of an example does to its loss; nothing for a model, which has no such step. */
function effectText(t, { scene, parameter, finished }, rate) {
  if (!scene.alone) return "";
  return finished ? stepEffect(t, scene, parameter, rate) : "?";
}

/** The part of each use in a step, under a title and `controls` of the step. */
export function stepSection(t, title, controls, signal) {
  const effect = h("p");
  const table = h("div");
  const help = h("p", { class: "tied-small" });
  const heading = h("strong", null, title);
  const scrolled = scroller(t, t.stepTitle, table, signal);
  const node = h(
    "section",
    { class: "tied-stack tied-section trace-after" },
    heading,
    ...controls,
    effect,
    scrolled,
    help,
  );
  function draw(moment, rate) {
    setText(help, fill(t.stepHelp, { name: moment.parameter.name }));
    setText(effect, effectText(t, moment, rate));
    effect.hidden = !effect.textContent;
    table.replaceChildren(effectTable(t, moment));
  }
  return { node, draw };
}
