// The question that is put before the picture is uncovered.

import { button } from "../common/button.js";
import { h } from "../common/dom.js";
import { bar } from "../common/frame.js";

const ANSWERS = ["tied", "separate", "equal"];

/** The question with a button for each answer, seen while all is covered: `guess(answer)`. */
export function guessQuestion(t, guess) {
  const buttons = ANSWERS.map((answer) => button(t.guess.names[answer], () => guess(answer)));
  const node = bar(t.guess.ask, h("strong", { class: "bv-ask" }, t.guess.ask), ...buttons);
  function draw({ covered }) {
    node.hidden = !covered;
  }
  return { node, draw };
}
