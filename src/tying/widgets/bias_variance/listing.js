// Every curve at places of the axis, and what was measured there, as a table to unfold.

import { h } from "../common/dom.js";
import { fold } from "../common/frame.js";
import { scroller } from "../common/scroller.js";
import { at, places } from "./axis.js";
import { ESTIMATES, KINDS, risks } from "./risks.js";
import { short } from "./sentences.js";

const ROWS = 7; // where nothing was measured

function titles(t, setting, draws) {
  const curves = ESTIMATES.flatMap((who) =>
    KINDS.map((kind) => `${t.names[who]}: ${t.kinds[kind]}`),
  );
  const measured = ESTIMATES.map((who) => `${t.names[who]}: ${t.measured}`);
  return [t.axes[setting.axis], ...curves, ...(draws.length ? measured : [])];
}

/** What the curves are at a place. */
function curveNumbers(setting, x) {
  const there = risks(at(setting, x));
  return ESTIMATES.flatMap((who) => KINDS.map((kind) => short(there[who][kind])));
}

/** The measured risks with two standard errors. */
const measuredNumbers = (measured) =>
  ESTIMATES.map((who) => {
    const { mean, error } = measured[who].risk;
    return `${short(mean)} ± ${short(2 * error)}`;
  });

function row(x, numbers) {
  const cells = numbers.map((text) => h("td", { class: "is-number" }, text));
  return h("tr", null, h("th", { scope: "row" }, short(x)), ...cells);
}

function rows(setting, draws) {
  if (!draws.length) return places(setting, ROWS).map((x) => row(x, curveNumbers(setting, x)));
  return draws.map((measured) =>
    row(measured.x, [...curveNumbers(setting, measured.x), ...measuredNumbers(measured)]),
  );
}

export function listing(t, signal) {
  const head = h("tr");
  const body = h("tbody");
  const table = h("table", { "aria-label": t.table }, h("thead", null, head), body);
  const node = fold(t.table, scroller(t, t.table, table, signal));
  const titleCell = (text, k) => h("th", { scope: "col", class: k ? "is-number" : null }, text);

  function draw({ setting, dots: { draws }, covered }) {
    head.replaceChildren(...titles(t, setting, draws).map(titleCell));
    body.replaceChildren(...rows(setting, draws));
    node.hidden = covered;
  }
  return { node, draw };
}
