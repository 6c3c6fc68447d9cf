// The page that asks again.
import { ankiTable } from "./anki.js";
import { contentOf, h } from "./dom.js";
import { isAnswer } from "./judge.js";
import { isDone, next, started } from "./schedule.js";
import { forgetAll, isKept, loadAnswer, loadReview, saveReview } from "./store.js";

const FILE = "tied-cards.tsv";
const pages = globalThis.tiedCards ?? [];
const root = document.documentElement.dataset.content_root ?? "./";
const surprised = (key) => loadAnswer(key)?.verdict === "wrong";

/** HTML that the build wrote, as nodes. */
function parsed(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
}

function button(words, press) {
  return h("button", { type: "button", onclick: press }, words);
}

function stateOf(cards, now, isPractice) {
  const due = cards.filter((card) => card.review.due <= now);
  const later = cards.filter((card) => card.review.due > now && !isDone(card.review));
  if (!cards.length) {
    return "Nothing to ask yet. Lock a prediction in a chapter, and come back a day later.";
  }
  if (isPractice) return "You asked for all questions, also for those that are not due yet.";
  const ask = `${due.length} ${due.length === 1 ? "question is" : "questions are"} due now.`;
  if (!later.length) return ask;
  const soonest = new Date(Math.min(...later.map((card) => card.review.due)));
  const day = soonest.toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long" });
  return `${ask} ${later.length} more will come, the next on ${day}.`;
}

/** What the reader said when the question was a prediction, in the words of its options. */
function saidOf({ key, form, size, options, unit }) {
  const answer = loadAnswer(key)?.answer;
  if (!form || !isAnswer(form, answer, size)) return [];
  const head = h("strong", {}, "You said:");
  const named = (place) => contentOf(parsed(options[place - 1])[0]);
  if (form === "choice") return [h("p", {}, head, " ", ...named(answer))];
  if (form === "order") {
    const rows = answer.map((place) => h("li", {}, ...named(place)));
    return [h("p", {}, head), h("ol", {}, ...rows)];
  }
  const numbers = [answer].flat().map((one) => one.toLocaleString("en"));
  return [h("p", {}, head, ` ${numbers.join(", ")} ${unit}`.trimEnd())];
}

/** Where a card comes from: the number in this sitting, the chapter, and the section. */
function originOf(card, count) {
  const place = [card.page.title, card.section].filter(Boolean).join(" · ");
  const number = h("span", { class: "review-count" }, count);
  return h("p", { class: "review-chapter", tabindex: "-1" }, number, " ", place);
}

/** One question, then its answer, then what the reader says of it. */
function showCard(place, card, count, done) {
  const side = (...content) => h("div", { class: "review-side" }, ...content);
  const address = `${root}${card.page.address}${card.anchor ? `#${card.anchor}` : ""}`;
  const link = h("a", { href: address }, "Read it again");
  const origin = originOf(card, count);
  const setting = h("div", { class: "review-setting" }, ...parsed(card.setting ?? ""));
  const answer = (known) => {
    saveReview(card.key, next(card.review, known, Date.now()));
    done();
  };
  const actions = h("p", { class: "predict-actions" });
  const turn = () => {
    const back = side(...parsed(card.answer), ...saidOf(card), ...parsed(card.reason));
    back.tabIndex = -1;
    actions.before(back, h("p", {}, link));
    actions.replaceChildren(
      button("I knew it", () => answer(true)),
      button("Not yet", () => answer(false)),
    );
    back.focus({ preventScroll: true });
  };
  actions.append(button("Show the answer", turn));
  const context = setting.hasChildNodes() ? [setting] : [];
  place.replaceChildren(origin, ...context, side(...parsed(card.front)), actions);
  return origin;
}

function download() {
  const table = new Blob([ankiTable(pages, surprised)], { type: "text/tab-separated-values" });
  const address = URL.createObjectURL(table);
  const link = h("a", { href: address, download: FILE });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

const LOSS =
  "This browser forgets all your answers of this book, and when it asks you again. " +
  "There is no way back.";

/** The part that forgets everything: it says what is lost, and asks first. */
function forgetting(update) {
  const part = h("div", { class: "review-forget" });
  const close = () => part.replaceChildren(button("Forget all my answers …", ask));
  function ask() {
    const keep = button("Keep them", () => {
      close();
      part.querySelector("button").focus();
    });
    const forget = button("Forget them", () => {
      forgetAll();
      close();
      update();
    });
    const actions = h("p", { class: "predict-actions" }, keep, forget);
    part.replaceChildren(h("p", { role: "alert" }, LOSS), actions);
    keep.focus();
  }
  close();
  return part;
}

function desk(box) {
  const state = h("p", { role: "status", tabindex: "-1" });
  const place = h("div", { class: "review-card" });
  let practice = []; // keys of questions that are asked although they are not due
  let answered = 0; // in this sitting
  const cards = () => started(pages, loadAnswer, loadReview);
  const update = (focus = false) => {
    const now = Date.now();
    const all = cards();
    practice = practice.filter((key) => all.some((card) => card.key === key));
    const asked = all.filter((one) => one.review.due <= now || practice.includes(one.key));
    state.textContent = stateOf(all, now, practice.length > 0);
    everything.disabled = !all.length;
    if (!asked.length) {
      answered = 0;
      place.replaceChildren();
      if (focus) state.focus();
      return;
    }
    const [card] = asked;
    const count = `Question ${answered + 1} of ${answered + asked.length}`;
    const heading = showCard(place, card, count, () => {
      practice = practice.filter((key) => key !== card.key);
      answered += 1;
      update(true);
    });
    if (focus) heading.focus({ preventScroll: true });
  };
  const everything = button("Ask me all of them now", () => {
    practice = cards().map((card) => card.key);
    answered = 0;
    update(true);
  });
  const save = button("Save the cards for Anki", download);
  const buttons = h("p", { class: "predict-actions review-tools" }, everything, save);
  const forget = forgetting(() => update(true));
  const kept = isKept() ? [] : [h("p", {}, "This browser keeps nothing, so this lasts one visit.")];
  const parts = [state, place, ...kept, buttons, forget];
  box.replaceChildren(box.querySelector(".admonition-title"), ...parts);
  update();
}

for (const box of document.querySelectorAll(".admonition.review")) desk(box);
