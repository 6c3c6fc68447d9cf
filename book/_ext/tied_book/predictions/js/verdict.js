// What an outcome says first: to the answer that was given, then what came out.
import { contentOf, h } from "./dom.js";
import { isNear, parseNumber } from "./judge.js";

const RESULTS = {
  right: "It came out as you predicted.",
  wrong: "It came out otherwise.",
  shown: "Shown without a prediction.",
};

/** The verdict in a sentence; where an answer is near and not equal, with how near is enough. */
export function resultOf({ kind, right, tolerance }, { answer, verdict }) {
  const values = [right].flat();
  const differs =
    verdict === "right" && values.some((one, index) => one !== [answer].flat()[index]);
  if (!differs || !tolerance) return RESULTS[verdict];
  const what = kind === "drag" && values.length > 1 ? "every value" : "the answer";
  return `It came out as you predicted: ${what} is within ${tolerance} of what came out.`;
}

const heading = (...content) => h("p", { class: "outcome-heading" }, ...content);
const section = (title, item) => h("div", {}, heading(...title), h("div", {}, ...contentOf(item)));

/** The sentence of the right option without its first word: this reader may have been wrong. */
function withoutVerdict(sentence) {
  const copy = sentence.cloneNode(true);
  copy.querySelector("strong")?.remove(); // it begins with "Right.", as the build has checked
  return h("div", {}, ...contentOf(copy));
}

function others(items, title) {
  if (!items.length) return [];
  const list = h("ul", {}, ...items.map((item) => h("li", {}, ...contentOf(item))));
  return [h("details", { class: "outcome-others" }, h("summary", {}, title), list)];
}

function ofChoice(prediction, { answer, verdict }) {
  const { right, outcome, question } = prediction;
  const sentences = [...outcome.querySelector(".outcome-told").children];
  const options = [...question.querySelector(".predict-static").children];
  const named = (words, place) => [`${words}: `, ...contentOf(options[place - 1])];
  const cameOut = withoutVerdict(sentences[right - 1]);
  const first = [];
  if (verdict === "wrong") first.push(section(named("You said", answer), sentences[answer - 1]));
  // The form says already that a right answer came out.
  first.push(verdict === "right" ? cameOut : section(named("What came out", right), cameOut));
  const rest = sentences.filter((_, index) => ![answer, right].includes(index + 1));
  return { first, last: others(rest, "What the other answers overlook") };
}

function ofNumber(prediction, { answer, verdict }) {
  const { outcome, tolerance, controls } = prediction;
  const items = [...(outcome.querySelector(".outcome-told")?.children ?? [])];
  const numberOf = (item) => parseNumber(item.textContent.trim().split(": ")[0]);
  const told =
    answer === null ? null : items.find((item) => isNear(answer, numberOf(item), tolerance));
  const first = [];
  if (verdict === "wrong") {
    const said = `You said ${controls.say(answer)}`;
    first.push(told ? section([said], told) : heading(`${said}.`));
  }
  const rest = items.filter((item) => item !== told || verdict === "right");
  return { first, last: others(rest, "Other numbers that people give") };
}

function ofDrag({ controls, right, tolerance }, { answer, verdict }) {
  if (verdict !== "wrong") return { first: [], last: [] };
  const missed = controls.corrections(answer, right, tolerance);
  const list = h("ul", { class: "outcome-missed" }, ...missed);
  return { first: [h("div", {}, heading("Not near enough"), list)], last: [] };
}

function ofOther(prediction, { answer, verdict }) {
  if (verdict !== "wrong") return { first: [], last: [] };
  return { first: [heading(`You said ${prediction.controls.say(answer)}.`)], last: [] };
}

/** Tell one reader what came out: to the answer first, and last what concerns other answers. */
export function tellOutcome(prediction, record) {
  const writers = { choice: ofChoice, number: ofNumber, drag: ofDrag };
  const { first, last } = (writers[prediction.kind] ?? ofOther)(prediction, record);
  const box = (parts) => h("div", { class: "predict-live outcome-part" }, ...parts);
  if (first.length) prediction.outcome.querySelector(".admonition-title").after(box(first));
  if (last.length) prediction.outcome.append(box(last));
}
