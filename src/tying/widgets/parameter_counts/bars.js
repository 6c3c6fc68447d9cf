// The counts as bars that are a table.

import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { LAYERS, parameters } from "./counts.js";
import { step } from "./sentences.js";

const KINDS = ["parameters", "macs"];

/** The length of a bar on a logarithmic scale that ends at 10^most. */
const percent = (value, most) => `${Math.max(0.8, (100 * Math.log10(value)) / most).toFixed(2)}%`;

/** A number, and its bar. */
function countCell(layer, kind) {
  const number = h("span", { class: "counts-value", "data-count": `${layer} ${kind}` });
  const bar = h("span", { class: "counts-bar", "data-kind": kind });
  const track = h("span", { class: "counts-track", "aria-hidden": "true" }, bar);
  function draw(value, most) {
    setText(number, value === null ? "–" : format(value));
    bar.style.inlineSize = value === null ? "0" : percent(value, most);
  }
  return { node: h("td", null, number, track), draw };
}

/** The row of a layer. */
function layerRow(t, layer) {
  const cells = KINDS.map((kind) => countCell(layer, kind));
  const role = layer === "convolution" ? "tied" : "separate";
  const head = h("th", { scope: "row" }, t.layers[layer]);
  const node = h("tr", { "data-role": role }, head, ...cells.map((cell) => cell.node));
  return { node, draw: (values, most) => cells.forEach((cell, k) => cell.draw(values[k], most)) };
}

/** The row between two layers: by what each count is divided. */
function stepRow(t, name, number) {
  const cells = KINDS.map((kind) => h("td", { "data-step": `${number} ${kind}` }));
  const node = h("tr", { class: "counts-step" }, h("th", { scope: "row" }, name), ...cells);
  function draw(before, after) {
    const text = (k) => (before[k] === null ? "–" : step(t, before[k], after[k]));
    cells.forEach((cell, k) => setText(cell, text(k)));
  }
  return { node, draw };
}

/** Rows of layers with bars for parameters and multiply-adds, and between them what each saves. */
export function bars(t) {
  const rows = LAYERS.map((layer) => layerRow(t, layer));
  const steps = t.steps.map((name, k) => stepRow(t, name, k));
  const heads = [t.layer, t.parameters, t.macs].map((text) => h("th", { scope: "col" }, text));
  const body = rows.flatMap((row, k) => [row.node, ...(steps[k] ? [steps[k].node] : [])]);
  const node = h(
    "table",
    { class: "counts-bars", "aria-label": t.group },
    h("thead", null, h("tr", null, ...heads)),
    h("tbody", null, ...body),
  );

  /** Without counts, dashes. */
  function draw(counts) {
    const values = LAYERS.map((layer) =>
      counts ? [parameters(counts[layer]), counts[layer].macs] : [null, null],
    );
    const most = Math.max(3, Math.ceil(Math.log10(Math.max(...values.flat()))));
    rows.forEach((row, k) => row.draw(values[k], most));
    steps.forEach((row, k) => row.draw(values[k], values[k + 1]));
  }
  return { node, draw };
}
