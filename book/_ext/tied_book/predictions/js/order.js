// An order: each option has two buttons that move it.
import { contentOf, h, wordsOf } from "./dom.js";

function moveButton(words, direction, move) {
  const label = `Move ${direction}: ${words}`;
  const sign = direction === "up" ? "↑" : "↓";
  return h("button", { type: "button", "aria-label": label, onclick: move }, sign);
}

/** The rows of the list; each keeps the number that it has among the options as printed. */
function rowsOf(items, move) {
  return items.map((item, index) => {
    const row = { value: index + 1, words: wordsOf(item) };
    row.up = moveButton(row.words, "up", () => move(row, -1));
    row.down = moveButton(row.words, "down", () => move(row, 1));
    row.mark = h("span", { class: "predict-mark" });
    const own = h("span", { class: "predict-own" }, `option ${row.value}`);
    const text = h("span", { class: "predict-text" }, ...contentOf(item));
    const buttons = h("span", { class: "predict-moves" }, row.up, row.down);
    row.element = h("li", { class: "predict-option" }, own, text, row.mark, buttons);
    return row;
  });
}

/** Controls for an order of the list in `question`. */
export function orderControls(question, name, changed) {
  const element = h("ol", { class: "predict-options predict-order" });
  let moved = false;
  let rows = [];

  const show = () => {
    element.append(...rows.map((row) => row.element));
    rows.forEach((row, index) => {
      row.up.disabled = index === 0;
      row.down.disabled = index === rows.length - 1;
    });
  };
  const move = (row, step) => {
    const place = rows.indexOf(row) + step;
    rows.splice(place - step, 1);
    rows.splice(place, 0, row);
    moved = true;
    show();
    const pressed = step < 0 ? row.up : row.down;
    (pressed.disabled ? (step < 0 ? row.down : row.up) : pressed).focus();
    changed(`${row.words}: now ${place + 1} of ${rows.length}.`);
  };
  rows = rowsOf([...question.querySelector(".predict-static").children], move);
  show();

  return {
    element,
    size: rows.length,
    answer: () => (moved ? rows.map((row) => row.value) : null),
    missing: () => "Move an option to lock an order: they are mixed.",
    say: () => "", // the list itself shows what was said
    settle(answer, right) {
      const place = (row) => (answer ?? right).indexOf(row.value);
      rows.sort((a, b) => place(a) - place(b));
      show();
      for (const row of rows) {
        row.element.querySelector(".predict-moves").hidden = true;
        const placed = right.indexOf(row.value);
        const so = rows.indexOf(row) === placed;
        row.element.classList.toggle("came-out", so);
        row.mark.textContent = so ? "came out here" : `came out in place ${placed + 1}`;
      }
    },
  };
}
