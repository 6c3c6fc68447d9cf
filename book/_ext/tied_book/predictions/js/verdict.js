// What an outcome says first: to the answer that was given, then what came out.
import { contentOf, h, wordsOf } from "./dom.js";
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

/** How near is near enough, for who has yet to answer; empty where only the right answer is. */
export function nearnessOf({ kind, right, tolerance }) {
  if (!tolerance) return "";
  const several = kind === "drag" && right.length > 1;
  const [what, are] = several ? ["Values", "are"] : ["An answer", "is"];
  return `${what} within ${tolerance} of what comes out ${are} right.`;
}

const heading = (...content) => h("p", { class: "outcome-heading" }, ...content);
const section = (title, item) => h("div", {}, heading(...title), h("div", {}, ...contentOf(item)));

/** The sentence of the right option without its first word: this reader may have been wrong. */
function withoutVerdict(sentence) {
  const copy = sentence.cloneNode(true);
  copy.querySelector("strong")?.remove(); // it begins with "Right.", as the build has checked
  return h("div", {}, ...contentOf(copy));
}

/** A folded list; each entry is what a list item holds. */
function others(entries, title) {
  if (!entries.length) return [];
  const list = h("ul", {}, ...entries.map((entry) => h("li", {}, ...entry)));
  return [h("details", { class: "outcome-others" }, h("summary", {}, title), list)];
}

/** The words of an option as a sentence in front of another. */
function optionFirst(option) {
  const end = /[.!?…:]$/.test(wordsOf(option)) ? " " : ". ";
  return h("span", { class: "outcome-option" }, ...contentOf(option), end);
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
  const rest = sentences
    .map((sentence, index) => [optionFirst(options[index]), ...contentOf(sentence)])
    .filter((_, index) => ![answer, right].includes(index + 1));
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
  const rest = items
    .filter((item) => item !== told || verdict === "right")
    .map((item) => contentOf(item));
  return { first, last: others(rest, "Other numbers that people give") };
}

function ofDrag({ controls, right, tolerance }, { answer, verdict }) {
  if (verdict !== "wrong") return { first: [], last: [] };
  const missed = controls.corrections(answer, right, tolerance);
  const list = h("ul", { class: "outcome-missed" }, ...missed);
  return { first: [h("div", {}, heading("Not near enough"), list)], last: [] };
}

/** The right order in the words of the options, each with the place where the reader had it. */
function orderInWords(options, { answer }, right) {
  const items = right.map((option, index) => {
    const place = answer.indexOf(option);
    const differs =
      place === index ? [] : [h("span", { class: "predict-yours" }, ` (you: ${place + 1})`)];
    return h("li", {}, ...contentOf(options[option - 1]), ...differs);
  });
  return h("div", {}, heading("The right order:"), h("ol", { class: "outcome-order" }, ...items));
}

/**
 * The paragraph of the right order without what says it in the numbers of the options: its bold
 * words, and a quoted line behind them that holds the same numbers.
 */
export function withoutNumbers(paragraph, right) {
  const copy = paragraph.cloneNode(true);
  copy.querySelector("strong").remove(); // "Right order: …", as the build has checked
  const quote = copy.querySelector("code");
  const isFirst = quote && !textBefore(copy, quote).trim();
  if (isFirst && quote.textContent.includes(right.join(", "))) {
    const next = quote.nextSibling;
    quote.remove();
    if (next?.nodeType === Node.TEXT_NODE) next.textContent = afterJoint(next.textContent);
  }
  return h("div", {}, ...contentOf(copy));
}

function textBefore(element, child) {
  const nodes = [...element.childNodes];
  const own = nodes.find((node) => node.contains(child));
  return nodes
    .slice(0, nodes.indexOf(own))
    .map((node) => node.textContent)
    .join("");
}

/** The text behind a quote that is left out, as the beginning of a sentence. */
export function afterJoint(text) {
  const rest = text.replace(/^[\s.,;:]+/, "");
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function ofOrder({ right, outcome, question }, record) {
  const options = [...question.querySelector(".predict-static").children];
  const told = withoutNumbers(outcome.querySelector(".outcome-told"), right);
  const first = told.textContent.trim() ? [told] : [];
  // Where nothing is wrong, the form above shows the right order.
  if (record.verdict === "wrong") first.unshift(orderInWords(options, record, right));
  return { first, last: [] };
}

function ofOther(prediction, { answer, verdict }) {
  if (verdict !== "wrong") return { first: [], last: [] };
  return { first: [heading(`You said ${prediction.controls.say(answer)}.`)], last: [] };
}

/** Tell one reader what came out: to the answer first, and last what concerns other answers. */
export function tellOutcome(prediction, record) {
  const writers = { choice: ofChoice, number: ofNumber, order: ofOrder, drag: ofDrag };
  const { first, last } = (writers[prediction.kind] ?? ofOther)(prediction, record);
  const box = (parts) => h("div", { class: "predict-live outcome-part" }, ...parts);
  if (first.length) prediction.outcome.querySelector(".admonition-title").after(box(first));
  if (last.length) prediction.outcome.append(box(last));
}
