// The end of a chapter: how many predictions came out, and which surprised.
import { contentOf, h } from "./dom.js";
import { forget } from "./store.js";

/** A link to a question, with its first paragraph as the words. */
function linkTo({ question }) {
  const words = question.querySelector(":scope > p:not(.admonition-title)");
  const link = h("a", { href: `#${question.id}` }, ...(words ? contentOf(words) : ["Predict"]));
  for (const inner of link.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
  return link;
}

function linksTo(predictions) {
  const item = (prediction) => h("li", {}, linkTo(prediction));
  return h("ul", {}, ...predictions.map(item));
}

function sentence(count, words, several) {
  return count ? `${count} ${count === 1 ? words : several}. ` : "";
}

/** Fill the box of the page, and fill it again when `update` is called. */
export function summaryOf(box, predictions, forgetHere) {
  const update = () => {
    const by = (verdict) => predictions.filter((one) => (one.record?.verdict ?? "") === verdict);
    const [right, wrong, shown, open] = ["right", "wrong", "shown", ""].map(by);
    const locked = right.length + wrong.length;
    const counted = `${right.length} of the ${predictions.length} came out as you predicted. `;
    const rest = [
      sentence(shown.length, "was shown without a prediction", "were shown without a prediction"),
      sentence(open.length, "is still open", "are still open"),
    ];
    const first = locked ? counted : "You have locked no prediction of this chapter yet. ";
    const parts = [h("p", {}, first, ...rest)];
    if (wrong.length) parts.push(h("p", {}, "These surprised you:"), linksTo(wrong));
    if (open.length) parts.push(h("p", {}, "The next one that is open: ", linkTo(open[0])));
    const words = "Forget all my answers on this page";
    const again = h("button", { type: "button", onclick: forgetHere }, words);
    if (open.length < predictions.length) parts.push(h("p", {}, again));
    const note =
      "Your answers stay in this browser. What surprised you is asked again on the page ";
    const address = `${document.documentElement.dataset.content_root ?? ""}book/review.html`;
    parts.push(h("p", { class: "predict-note" }, note, h("a", { href: address }, "Review"), "."));
    box.replaceChildren(h("p", { class: "admonition-title" }, "Your predictions"), ...parts);
    box.hidden = false;
  };
  update();
  return update;
}

export function forgetThese(predictions) {
  for (const one of predictions) {
    forget(one.key);
    one.start();
  }
}
