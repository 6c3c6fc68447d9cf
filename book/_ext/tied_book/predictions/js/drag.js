// A value or a curve that is dragged: a picture, and a slider for each point.
import { contentOf, h, wordsOf } from "./dom.js";
import { plotOf } from "./plot.js";

const MOST_PRESSES = 200; // of an arrow key, from one end of the range to the other
const MULTIPLES = [1, 2, 5];
const PAGES = 10;
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
  const open = points.filter((point) => point.isOpen);
  return { axis: xs[0], what, bottom, top, ...stepOf(bottom, top), points, open };
}

/** How many decimals `value` is written with. */
const decimals = (value) => (String(value).split(".")[1] ?? "").length;

/**
 * How far a value from `bottom` to `top` goes at one press of a key.
 *
 * A value has `digits` decimals: enough for a hundred steps, and for both ends of the range. The
 * `fine` step is its last decimal. The `coarse` one is 1, 2, 5, 10, 20 ... times as long: the
 * shortest of these that goes through the range in at most 200 presses. A `page` is about a tenth
 * of the range, in whole coarse steps.
 */
export function stepOf(bottom, top) {
  const enough = 2 - Math.floor(Math.log10(top - bottom));
  const digits = Math.max(enough, decimals(bottom), decimals(top));
  const size = Math.round((top - bottom) * 10 ** digits); // of the range, in fine steps
  let coarse = 1;
  for (let place = 0; size > MOST_PRESSES * coarse; place += 1) {
    coarse = MULTIPLES[place % MULTIPLES.length] * 10 ** Math.floor(place / MULTIPLES.length);
  }
  const page = coarse * Math.max(1, Math.round(size / coarse / PAGES));
  const one = 10 ** digits;
  return { digits, fine: 1 / one, coarse: coarse / one, page: page / one };
}

/** Where `key` takes `value`, within the range; null if the key is not one of a slider. */
export function valueAfter({ bottom, top, digits, fine, coarse, page }, value, key, shift) {
  const step = shift ? fine : coarse;
  const goals = {
    ArrowUp: value + step,
    ArrowRight: value + step,
    ArrowDown: value - step,
    ArrowLeft: value - step,
    PageUp: value + page,
    PageDown: value - page,
    Home: bottom,
    End: top,
  };
  if (!Object.hasOwn(goals, key)) return null;
  return Math.min(top, Math.max(bottom, Number(goals[key].toFixed(digits))));
}

/** A slider for one open point; `moved(point, value)` is called with what it is set to. */
function sliderOf(settings, point, moved, described) {
  const { axis, what, bottom, top, fine } = settings;
  const input = h("input", { type: "range", min: bottom, max: top, step: fine, ...described });
  input.value = point.value;
  input.addEventListener("input", () => moved(point, Number(input.value)));
  // A browser's own keys go by `step`: too many presses, and other pages in every browser.
  input.addEventListener("keydown", (event) => {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey) return;
    const value = valueAfter(settings, point.value, key, shiftKey);
    if (value === null) return;
    event.preventDefault();
    moved(point, value);
  });
  const output = h("output", {}, "not set");
  const name = h("span", {}, ...contentOf(axis), ` = ${point.label}`);
  const show = () => {
    input.value = point.value;
    output.textContent = point.value;
    input.setAttribute("aria-valuetext", `${what} ${point.value}`);
  };
  return { show, label: h("label", {}, name, input, output) };
}

/** A sentence on the keys of the sliders; none if Shift makes no difference. */
function keysOf({ coarse, fine }, name) {
  if (coarse === fine) return null;
  const words = `Arrow keys change a value by ${coarse}, with Shift by ${fine}.`;
  return h("p", { id: `keys-${name}`, class: "predict-hint predict-keys" }, words);
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
  const keys = keysOf(settings, name);
  const described = keys ? { "aria-describedby": keys.id } : {};
  const sliders = open.map((point) => sliderOf(settings, point, moved, described));
  const plot = plotOf(settings, moved, (point) => touched.has(point));
  const result = h("div", {});
  const controls = h("div", { class: "predict-sliders" }, ...sliders.map((one) => one.label));
  if (keys) controls.append(keys);

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
