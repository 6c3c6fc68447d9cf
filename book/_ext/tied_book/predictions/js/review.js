// The page that asks again.
import { ankiTable } from "./anki.js";
import { h } from "./dom.js";
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

function stateOf(cards, now) {
  const due = cards.filter((card) => card.review.due <= now);
  const later = cards.filter((card) => card.review.due > now && !isDone(card.review));
  if (!cards.length) {
    return "Nothing to ask yet. Lock a prediction in a chapter, and come back a day later.";
  }
  const ask = `${due.length} ${due.length === 1 ? "question is" : "questions are"} due now.`;
  if (!later.length) return ask;
  const soonest = new Date(Math.min(...later.map((card) => card.review.due)));
  const day = soonest.toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long" });
  return `${ask} ${later.length} more will come, the next on ${day}.`;
}

/** One question, then its answer, then what the reader says of it. */
function showCard(place, card, done) {
  const side = (html) => h("div", { class: "review-side" }, ...parsed(html));
  const address = `${root}${card.page.address}${card.anchor ? `#${card.anchor}` : ""}`;
  const link = h("a", { href: address }, "Read it again");
  const chapter = h("p", { class: "review-chapter", tabindex: "-1" }, card.page.title);
  const answer = (known) => {
    saveReview(card.key, next(card.review, known, Date.now()));
    done();
  };
  const actions = h("p", { class: "predict-actions" });
  const turn = () => {
    const back = side(card.back);
    back.tabIndex = -1;
    actions.before(back, h("p", {}, link));
    actions.replaceChildren(
      button("I knew it", () => answer(true)),
      button("Not yet", () => answer(false)),
    );
    back.focus({ preventScroll: true });
  };
  actions.append(button("Show the answer", turn));
  place.replaceChildren(chapter, side(card.front), actions);
  return chapter;
}

function download() {
  const table = new Blob([ankiTable(pages, surprised)], { type: "text/tab-separated-values" });
  const address = URL.createObjectURL(table);
  const link = h("a", { href: address, download: FILE });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** A button that forgets everything when it is pressed a second time. */
function forgetButton(update) {
  let sure = false;
  const forget = button("Forget all my answers", () => {
    if (sure) {
      forgetAll();
      update();
    }
    sure = !sure;
    forget.textContent = sure ? "Really forget all answers of the book?" : "Forget all my answers";
  });
  return forget;
}

function desk(box) {
  const state = h("p", { role: "status" });
  const place = h("div", { class: "review-card" });
  let practice = [];
  const cards = () => started(pages, loadAnswer, loadReview);
  const update = (focus = false) => {
    const now = Date.now();
    const all = cards();
    practice = practice.filter((key) => all.some((card) => card.key === key));
    state.textContent = stateOf(all, now);
    const card = all.find((one) => one.review.due <= now || practice.includes(one.key));
    everything.disabled = !all.length;
    if (!card) {
      place.replaceChildren();
      if (focus) state.focus();
      return;
    }
    const heading = showCard(place, card, () => {
      practice = practice.filter((key) => key !== card.key);
      update(true);
    });
    if (focus) heading.focus({ preventScroll: true });
  };
  const everything = button("Ask me all of them now", () => {
    practice = cards().map((card) => card.key);
    update(true);
  });
  state.tabIndex = -1;
  const save = button("Save the cards for Anki", download);
  const forget = forgetButton(() => update());
  const buttons = h("p", { class: "predict-actions review-tools" }, everything, save, forget);
  const kept = isKept() ? [] : [h("p", {}, "This browser keeps nothing, so this lasts one visit.")];
  box.replaceChildren(box.querySelector(".admonition-title"), state, place, ...kept, buttons);
  update();
}

for (const box of document.querySelectorAll(".admonition.review")) desk(box);
