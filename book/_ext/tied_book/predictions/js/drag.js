// A value or a curve that is dragged: a picture, and a slider for each point.
import { contentOf, h, wordsOf } from "./dom.js";
import { plotOf } from "./plot.js";

const RANGE = /^(.+), ([-−+\d.,e]+) to ([-−+\d.,e]+)$/s;
const number = (text) => Number(text.replace("−", "-").replaceAll(",", ""));

/** What the table of `question` says: axes, range, and points of which some are open. */
function settingsOf(table) {
  const [xs, ys] = [...table.rows].map((row) => [...row.cells]);
  const [, what, low, high] = RANGE.exec(wordsOf(ys[0]));
  const [bottom, top] = [number(low), number(high)];
  const points = xs.slice(1).map((cell, index) => {
    const given = wordsOf(ys[index + 1]);
    const isOpen = given === "?";
    // A handle in the middle would rest on many a right answer.
    return { label: wordsOf(cell), isOpen, value: isOpen ? bottom : number(given) };
  });
  const digits = Math.max(0, 2 - Math.floor(Math.log10(top - bottom)));
  const open = points.filter((point) => point.isOpen);
  return { axis: xs[0], what, bottom, top, digits, points, open };
}

/** A slider for one open point; `moved(point, value)` is called with what it is set to. */
function sliderOf(settings, point, moved) {
  const { axis, what, bottom, top, digits } = settings;
  const input = h("input", { type: "range", min: bottom, max: top, step: 10 ** -digits });
  input.value = point.value;
  input.addEventListener("input", () => moved(point, Number(input.value)));
  const output = h("output", {}, "not set");
  const name = h("span", {}, ...contentOf(axis), ` = ${point.label}`);
  const show = () => {
    input.value = point.value;
    output.textContent = point.value;
    input.setAttribute("aria-valuetext", `${what} ${point.value}`);
  };
  return { show, label: h("label", {}, name, input, output) };
}

/** What the reader said beside what came out, in words. */
function comparison({ axis, open }, answer, right) {
  const head = h(
    "tr",
    {},
    h("td", {}, ...contentOf(axis)),
    h("th", { scope: "col", class: "said" }, "you"),
    h("th", { scope: "col", class: "came-out" }, "what came out"),
  );
  const rows = open.map((point, index) => {
    const said = h("td", {}, answer ? `${answer[index]}` : "–");
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, point.label),
      said,
      h("td", {}, `${right[index]}`),
    );
  });
  return h("table", { class: "predict-comparison" }, head, ...rows);
}

/** The picture with the names of its axes. */
function framed({ axis, what }, picture) {
  const below = h("p", { class: "predict-axis" }, ...contentOf(axis));
  return h("div", { class: "predict-plot" }, h("p", {}, what), picture, below);
}

/** Controls for the open values of the table in `question`. */
export function dragControls(question, name, changed) {
  const settings = settingsOf(question.querySelector("table.predict-static"));
  const { open, digits } = settings;
  const touched = new Set();
  const set = (point, value) => {
    point.value = Number(value.toFixed(digits));
    touched.add(point);
    sliders[open.indexOf(point)].show();
    plot.draw();
  };
  const moved = (point, value) => {
    set(point, value);
    changed();
  };
  const sliders = open.map((point) => sliderOf(settings, point, moved));
  const plot = plotOf(settings, moved);
  const result = h("div", {});
  const controls = h("div", { class: "predict-sliders" }, ...sliders.map((one) => one.label));

  return {
    element: h("div", {}, framed(settings, plot.element), controls, result),
    size: open.length,
    answer: () => (touched.size === open.length ? open.map((point) => point.value) : null),
    missing: () => `Set ${open.length === 1 ? "the value" : "every value"} to lock your answer.`,
    say: (answer) => answer.join(", "),
    settle(answer, right) {
      answer?.forEach((value, index) => set(open[index], value));
      controls.hidden = true;
      plot.settle(right, answer !== null);
      result.replaceChildren(comparison(settings, answer, right));
    },
  };
}
