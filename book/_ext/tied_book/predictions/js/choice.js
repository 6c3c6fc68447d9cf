// A choice: the options as radio buttons.
import { contentOf, h, wordsOf } from "./dom.js";

/** Controls for the list of options in `question`; `changed` is called when one is chosen. */
export function choiceControls(question, name, changed) {
  const items = [...question.querySelector(".predict-static").children];
  const options = items.map((item, index) => {
    const value = index + 1;
    const input = h("input", { type: "radio", name, value: `${value}`, onchange: () => changed() });
    // Not every browser reads a formula out as the name of a control.
    if (item.querySelector(".katex")) input.setAttribute("aria-label", wordsOf(item));
    const mark = h("span", { class: "predict-mark" });
    const text = h("span", { class: "predict-text" }, ...contentOf(item));
    const label = h("label", { class: "predict-option" }, input, text, mark);
    return { input, label, mark, value };
  });
  const element = h("div", { class: "predict-options", role: "radiogroup" });
  element.append(...options.map((option) => option.label));
  element.setAttribute("aria-label", "Your answer");

  return {
    element,
    size: items.length,
    answer: () => options.find((option) => option.input.checked)?.value ?? null,
    missing: () => "Choose an answer to lock it.",
    say: (answer) => h("q", {}, ...contentOf(items[answer - 1])),
    settle(answer, right) {
      for (const { input, label, mark, value } of options) {
        const words = [value === answer && "your answer", value === right && "what came out"];
        input.checked = value === answer;
        input.disabled = true;
        label.classList.toggle("said", value === answer);
        label.classList.toggle("came-out", value === right);
        mark.textContent = words.filter(Boolean).join(", ");
      }
    },
  };
}
