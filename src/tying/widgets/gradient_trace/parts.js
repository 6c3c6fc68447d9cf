// The contributions of the uses as cards with plus signs between them, and their sum.

import { h, setText } from "../common/dom.js";
import { fill } from "../common/words.js";
import { arrayView, isSmall, leastSquare } from "./array_view.js";
import { plus } from "./arrays.js";
import { percentText } from "./numbers.js";
import { joined, usesInWords } from "./sentences.js";

const CARDS = 8; // contributions that are drawn; the table has the others

/** The uses whose contributions are drawn. */
const drawnUses = ({ uses }) => uses.slice(0, CARDS).filter(({ part }) => part);

/** The largest entry of all that is drawn. */
function largestEntry(parameter) {
  const arrays = [parameter.sum, ...drawnUses(parameter).map(({ part }) => part)];
  return Math.max(...arrays.flatMap(({ data }) => data.map(Math.abs)));
}

/** The sum of what has arrived; null before anything has, or where it is not known. */
function sumSoFar({ parameter, arrived }) {
  const parts = parameter.uses.map(({ part }) => part).filter((part, k) => part && arrived.has(k));
  return parts.length ? parts.reduce((total, part) => plus(total, part)) : null;
}

/** A card: a heading, words, and an array, of which `isNow` says that it has just come. */
function card(heading, words, view, { role, isKnown, isNow }) {
  const state = { "data-role": role, "data-known": isKnown || null, "data-now": isNow || null };
  return h(
    "div",
    { class: "trace-card", ...state },
    h("strong", null, heading),
    h("span", { class: "trace-where" }, words),
    view,
  );
}

/** A card with the sign before it. */
const term = (sign, node) =>
  h(
    "span",
    { class: "trace-term" },
    sign ? h("span", { class: "trace-sign", "aria-hidden": "true" }, sign) : "",
    node,
  );

/** The contribution of use k. */
function useTerm(t, { parameter, arrived, fresh }, use, k, most) {
  const isKnown = arrived.has(k);
  const view = arrayView(use.part, isKnown, most, parameter.rows);
  const state = { role: "separate", isKnown, isNow: fresh.includes(k) };
  return term(k ? "+" : "", card(fill(t.capital, { k: k + 1 }), use.label, view, state));
}

/** The sum so far, which is the gradient when it is complete. */
function sumTerm(t, moment, most) {
  const { parameter, arrived, complete, fresh } = moment;
  const { name, uses, sum, rows } = parameter;
  const isKnown = arrived.size > 0;
  const heading = complete ? fill(t.grad, { name }) : t.sofar;
  const words = complete
    ? usesInWords(t, uses.length)
    : fill(t.sofarOf, { k: arrived.size, n: uses.length });
  const array = complete ? sum : (sumSoFar(moment) ?? sum);
  const view = arrayView(array, isKnown, most, rows);
  return term("=", card(heading, words, view, { role: "tied", isKnown, isNow: fresh.length > 0 }));
}

/** How squares are to be read, and what is not drawn. */
function noteFor(t, { sum, pooled, shape, uses }) {
  const least = percentText(leastSquare(sum)).replace(" ", "\u00a0"); // one word of a line
  return joined(
    isSmall(sum) ? "" : fill(t.blocks, { least }),
    pooled ? fill(t.pooled, { shape: shape.join("×") }) : "",
    uses.length > CARDS ? fill(t.rest, { n: uses.length - CARDS }) : "",
  );
}

/** The section; `draw(moment)` shows what has arrived by then. */
export function partsSection(t) {
  const title = h("strong");
  const row = h("div", { class: "trace-parts" });
  const note = h("p", { class: "tied-small" });
  const node = h("section", { class: "tied-stack" }, title, row, note);

  function draw(moment) {
    const { parameter } = moment;
    const most = largestEntry(parameter);
    const terms = drawnUses(parameter).map((use, k) => useTerm(t, moment, use, k, most));
    row.replaceChildren(...terms, sumTerm(t, moment, most));
    row.classList.toggle("has-squares", !isSmall(parameter.sum));
    setText(title, fill(t.parts, { name: parameter.name }));
    setText(note, noteFor(t, parameter));
    note.hidden = !note.textContent;
  }
  return { node, draw };
}
