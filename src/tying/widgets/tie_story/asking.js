// What is asked before a step: what will be done, the question, and a button for each answer.

import { allow, button } from "../common/button.js";
import { h, setText } from "../common/dom.js";
import { bar } from "../common/frame.js";
import { fill } from "../common/words.js";
import { lineSwatch } from "../ledger/legend.js";
import { offerText } from "./answers.js";
import { CODE } from "./code.js";

/** Code of a step and the same in words, with the slots that it names. */
function deedOf(t, { op, source, target }) {
  const [i, j] = [source ?? "", target].map((name) => name.split(".")[0]);
  const values = { a: source, b: target, i, j };
  return { code: fill(CODE[op], values), text: fill(t.deeds[op], values) };
}

/** A button for the i-th answer; it outlives a step, so that it keeps the focus. */
function offerButton(t, i, press) {
  const node = button("", press, { class: "story-offer" });
  const sample = h("span");
  const text = h("span");
  node.append(sample, text);
  let shown = null;

  function make(step) {
    shown = step;
    const offer = step.offers[i];
    const line = step.ask === "kind" ? [lineSwatch(offer)] : [];
    sample.replaceChildren(...line); // the kind is drawn so in the picture
    setText(text, offerText(t, step, offer));
  }
  /** With what was `said`, undefined before an answer, and the position of the right one. */
  function draw(step, said, right) {
    if (step !== shown) make(step);
    allow(node, said === undefined);
    node.setAttribute("aria-pressed", String(said === i));
    node.classList.toggle("is-right", right === i);
  }
  return { node, draw };
}

/**
 * `draw(step, said, right)`, where an unanswered step has neither; `answer(i)` is called with the
 * position of the answer that was pressed.
 */
export function asking(t, steps, answer) {
  const code = h("code");
  const words = h("span");
  const question = h("p", { class: "story-question" });
  const count = Math.max(...steps.map(({ offers }) => offers.length));
  const buttons = Array.from({ length: count }, (_, i) => offerButton(t, i, () => answer(i)));
  const node = h(
    "div",
    { class: "tied-stack story-asking" },
    h("p", { class: "story-deed" }, words, " ", code),
    question,
    bar(t.offers, ...buttons.map((one) => one.node)),
  );

  function draw(step, said, right) {
    const deed = deedOf(t, step);
    setText(code, deed.code);
    setText(words, deed.text);
    setText(question, t.ask[step.ask]);
    for (const one of buttons) one.draw(step, said, right);
  }
  return { node, draw };
}
