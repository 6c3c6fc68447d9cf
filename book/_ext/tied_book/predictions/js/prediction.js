// One prediction: its form, and what is withheld until an answer is locked or shown.
import { choiceControls } from "./choice.js";
import { h } from "./dom.js";
import { dragControls } from "./drag.js";
import { isAnswer, isRight } from "./judge.js";
import { numberControls } from "./number.js";
import { orderControls } from "./order.js";
import { forget, loadAnswer, saveAnswer } from "./store.js";
import { nearnessOf, resultOf, tellOutcome } from "./verdict.js";

export const CHANGED = "tied-predictions";
const CONTROLS = {
  choice: choiceControls,
  number: numberControls,
  order: orderControls,
  drag: dragControls,
};
/** What the reader said, in a sentence; the words of an option keep their formulas. */
function sentenceOf(said) {
  if (said === "") return "";
  const words = h("span", {}, "You said ", said);
  words.append(/[.!?]$/.test(words.textContent) ? " " : ". ");
  return words;
}

/** Call something when what has been done until now is seen. */
function afterPaint(call) {
  requestAnimationFrame(() => setTimeout(call));
}

export class Prediction {
  constructor(box) {
    const { kind, key, right, tolerance } = box.dataset;
    Object.assign(this, { box, kind, key, tolerance, right: JSON.parse(right) });
    this.question = box.querySelector(".predict");
    this.outcome = box.querySelector(".outcome");
    this.withheld = [...box.querySelectorAll(".withheld")];
    this.status = h("p", { role: "status", class: "predict-status" });
    box.addEventListener("beforematch", () => this.open());
  }

  /** Show the form, or what this reader answered before. */
  start() {
    for (const live of this.box.querySelectorAll(".predict-live")) live.remove();
    const replaced = this.question.querySelector(".predict-static");
    (replaced.closest(".pst-scrollable-table-container") ?? replaced).hidden = true;
    const changed = (said) => this.changed(said);
    this.controls = CONTROLS[this.kind](this.question, this.key, changed, this);
    this.form = this.makeForm();
    this.question.append(this.form);
    const record = loadAnswer(this.key);
    if (record && this.isPossible(record)) {
      this.settle(record);
      this.open();
    } else this.close();
  }

  /** Whether a record of the store is one of this prediction; somebody else may have written it. */
  isPossible({ answer, verdict }) {
    if (verdict === "shown") return answer === null;
    return isAnswer(this.kind, answer, this.controls.size);
  }

  get record() {
    return this.box.dataset.state === "open" ? null : loadAnswer(this.key);
  }

  makeForm() {
    const hint = h("span", { class: "predict-hint", id: `hint-${this.key}` });
    const described = { "aria-describedby": hint.id };
    this.lockButton = h("button", { type: "submit", ...described }, "Lock my answer");
    const show = h("button", { type: "button", onclick: () => this.show() }, "Show me");
    this.hint = hint;
    this.actions = h("div", { class: "predict-actions" }, this.lockButton, show, hint);
    const submit = (event) => {
      event.preventDefault();
      this.lock();
    };
    const nearness = nearnessOf(this);
    this.near = h("p", { class: "predict-near", hidden: !nearness }, nearness);
    const parts = [this.controls.element, this.near, this.actions, this.status];
    return h("form", { class: "predict-live", novalidate: true, onsubmit: submit }, ...parts);
  }

  changed(said = "") {
    const missing = this.controls.answer() === null ? this.controls.missing() : "";
    this.lockButton.setAttribute("aria-disabled", `${missing !== ""}`);
    this.hint.textContent = missing;
    this.status.textContent = said;
  }

  lock() {
    const answer = this.controls.answer();
    if (answer === null) {
      this.status.textContent = this.controls.missing();
      return;
    }
    const right = isRight(this.kind, answer, this.right, this.tolerance);
    this.finish({ answer, verdict: right ? "right" : "wrong" });
  }

  show() {
    this.finish({ answer: null, verdict: "shown" });
  }

  finish(record) {
    saveAnswer(this.key, record.answer, record.verdict);
    this.settle(record);
    this.status.textContent = resultOf(this, record);
    this.result.focus({ preventScroll: true }); // last, since it lays the page out
    // The reply is painted first: what unfolds takes longer, and so does counting the predictions.
    afterPaint(() => {
      if (this.record) this.open();
      document.dispatchEvent(new Event(CHANGED));
    });
  }

  /** Say what came out beside the answer. */
  settle(record) {
    this.controls.settle(record.answer, this.right);
    this.near.hidden = true; // the result says it
    const said = record.answer === null ? "" : sentenceOf(this.controls.say(record.answer));
    const words = h("strong", {}, resultOf(this, record));
    this.result = h("p", { class: "predict-result", tabindex: "-1" }, said, words);
    const label = record.verdict === "shown" ? "Ask me again" : "Forget my answer";
    const again = h("button", { type: "button", onclick: () => this.forget() }, label);
    this.actions.replaceChildren(this.result, again);
    tellOutcome(this, record);
    this.outcome.querySelector(".outcome-told")?.setAttribute("hidden", "");
    this.box.dataset.state = record.verdict;
  }

  forget() {
    forget(this.key);
    this.status.textContent = "";
    this.start();
    this.form.querySelector("input, button").focus({ preventScroll: true });
    document.dispatchEvent(new Event(CHANGED));
  }

  close() {
    this.outcome.querySelector(".outcome-told")?.removeAttribute("hidden");
    for (const part of this.withheld) part.setAttribute("hidden", "until-found");
    this.box.dataset.state = "open";
    this.changed();
  }

  open() {
    for (const part of this.withheld) part.removeAttribute("hidden");
  }
}
