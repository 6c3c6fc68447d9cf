// A number in a field, with its unit behind it.
import { h, wordsOf } from "./dom.js";
import { parseNumber } from "./judge.js";

const WITHOUT_UNIT = ["none", ""];

/** Controls for a number; the last paragraph of `question` names the unit. */
export function numberControls(question, name, changed) {
  const words = wordsOf(question.querySelector(".predict-static"));
  const named = words.replace(/^Unit:\s*/, "").replace(/\.$/, "");
  const unit = WITHOUT_UNIT.includes(named) ? "" : named;
  const field = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    size: "10",
    oninput: () => changed(),
  });
  const label = h("label", { class: "predict-number" }, "Your answer: ", field, ` ${unit}`);
  const mark = h("span", { class: "predict-mark", hidden: true });
  const element = h("div", { class: "predict-value" }, label, mark);
  const say = (answer) => `${answer.toLocaleString("en")}${unit && ` ${unit}`}`;

  return {
    element,
    size: 1,
    answer: () => parseNumber(field.value),
    missing: () =>
      field.value.trim()
        ? "This is not a number: write it like 12.5."
        : "Write a number to lock it.",
    say,
    settle(answer, right) {
      if (answer !== null) field.value = answer.toLocaleString("en");
      field.disabled = true;
      mark.hidden = false;
      mark.textContent = `What came out: ${say(right)}`;
    },
  };
}
