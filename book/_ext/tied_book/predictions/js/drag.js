// A value or a curve that is dragged: a picture, and a slider for each point.
import { contentOf, h, wordsOf } from "./dom.js";
import { drawPlot } from "./plot.js";

const RANGE = /^(.+), ([-−+\d.,e]+) to ([-−+\d.,e]+)$/s;
const number = (text) => Number(text.replace("−", "-").replaceAll(",", ""));

/** What the table of `question` says: axes, range, and points of which some are open. */
function settingsOf(table) {
  const [xs, ys] = [...table.rows].map((row) => [...row.cells]);
  const [, what, low, high] = RANGE.exec(wordsOf(ys[0]));
  const [bottom, top] = [number(low), number(high)];
  const points = xs.slice(1).map((cell, index) => {
    const given = wordsOf(ys[index + 1]);
    const open = given === "?";
    return { label: wordsOf(cell), open, value: open ? (bottom + top) / 2 : number(given) };
  });
  return { axis: xs[0], what, bottom, top, points };
}

function slider(settings, point, digits, moved) {
  const input = h("input", { type: "range", oninput: moved, value: `${point.value}` });
  input.min = settings.bottom;
  input.max = settings.top;
  input.step = 10 ** -digits;
  input.value = point.value;
  const output = h("output", {}, "not set");
  const name = h("span", {}, ...contentOf(settings.axis), ` = ${point.label}`);
  return { input, output, point, label: h("label", {}, name, input, output) };
}

/** What the reader said beside what came out, in words. */
function comparison(settings, answer, right) {
  const head = h("tr", {});
  const axis = { scope: "col", "aria-label": wordsOf(settings.axis) };
  head.append(h("th", axis, ...contentOf(settings.axis)));
  head.append(h("th", { scope: "col", class: "said" }, "you"));
  head.append(h("th", { scope: "col", class: "came-out" }, "what came out"));
  const open = settings.points.filter((point) => point.open);
  const rows = open.map((point, index) => {
    const cells = [answer ? answer[index] : "–", right[index]];
    const first = h("th", { scope: "row" }, point.label);
    return h("tr", {}, first, ...cells.map((cell) => h("td", {}, `${cell}`)));
  });
  return h("table", { class: "predict-comparison" }, head, ...rows);
}

/** Controls for the open values of the table in `question`. */
export function dragControls(question, name, changed) {
  const settings = settingsOf(question.querySelector("table.predict-static"));
  const digits = Math.max(0, 2 - Math.floor(Math.log10(settings.top - settings.bottom)));
  const touched = new Set();
  const set = (one, value) => {
    one.point.value = Number(value.toFixed(digits));
    one.input.value = one.point.value;
    one.output.textContent = one.point.value;
    one.input.setAttribute("aria-valuetext", `${settings.what} ${one.point.value}`);
    touched.add(one);
    plot.draw();
  };
  const sliders = settings.points
    .filter((point) => point.open)
    .map((point) =>
      slider(settings, point, digits, (event) => {
        set(sliders.find((one) => one.input === event.target), Number(event.target.value));
        changed();
      }),
    );
  const plot = drawPlot(settings, (point, value) => {
    const one = sliders.find((candidate) => candidate.point === point);
    if (!one.input.disabled) {
      set(one, value);
      changed();
    }
  });
  const result = h("div", {});
  const axis = h("p", { class: "predict-axis" }, ...contentOf(settings.axis));
  const picture = h("div", { class: "predict-plot" }, h("p", {}, settings.what), plot.element, axis);
  const controls = h("div", { class: "predict-sliders" }, ...sliders.map((one) => one.label));
  plot.draw();

  return {
    element: h("div", {}, picture, controls, result),
    size: sliders.length,
    answer: () =>
      touched.size === sliders.length ? sliders.map((one) => one.point.value) : null,
    missing: () => `Set ${sliders.length === 1 ? "the value" : "every value"} to lock your answer.`,
    say: (answer) => answer.join(", "),
    settle(answer, right) {
      sliders.forEach((one, index) => {
        if (answer) set(one, answer[index]);
        one.input.disabled = true;
      });
      controls.hidden = true;
      plot.settle(right, answer !== null);
      result.replaceChildren(comparison(settings, answer, right));
    },
  };
}
