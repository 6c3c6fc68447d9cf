// The uses side by side, each a column and a row around their product, and the sum behind them.

import { h, setText } from "../common/dom.js";
import { labelled } from "../common/field.js";
import { fill } from "../common/words.js";
import { entry } from "./entry.js";
import { matrix, matrixText } from "./matrix.js";
import { cancels } from "./products.js";

/** Whether an entry of a factor, `pointed`, decides the cell (i, j). */
const decides = (pointed, i, j) =>
  Boolean(pointed) && pointed.index === (pointed.factor === "back" ? i : j);

const small = (text, name) => h("span", { class: `tied-small ${name}` }, text);

/** The entries of one factor of use `k`, "back" or "went"; `draw(numbers, on)`. */
function factor(t, k, name, count, limit, on) {
  const entries = Array.from({ length: count }, (_, index) => {
    const label = fill(t.entry[name], { use: k + 1, at: index + 1 });
    const change = (value) => on.change(k, name, index, value);
    const point = (isPointed) => on.point(isPointed ? { use: k, factor: name, index } : null);
    return entry(label, limit, change, point);
  });
  const attributes = { class: `outer-factor is-${name}`, role: "group", dir: "ltr" };
  const label = fill(t.factor[name], { use: k + 1 });
  const node = h("div", { ...attributes, "aria-label": label }, ...entries.map((one) => one.node));
  const draw = (numbers, isOn) => entries.forEach((one, i) => one.draw(numbers[i], isOn));
  return { node, draw };
}

/** One use: a switch, its factors, their product and its rank. */
function useTile(t, k, { rows, columns, limit, most }, on) {
  const box = h("input", { type: "checkbox", onchange: () => on.turn(k, box.checked) });
  const field = labelled(fill(t.use, { use: k + 1 }), box);
  const back = factor(t, k, "back", rows, limit, on);
  const went = factor(t, k, "went", columns, limit, on);
  const product = matrix(rows, columns, "separate", most);
  const below = small("", "outer-below");
  const parts = [
    h("span", { class: "outer-sign", "aria-hidden": "true" }, k ? "+" : ""),
    field,
    small(t.went, "outer-went"),
    small(t.back, "outer-back"),
    went.node,
    back.node,
    product.node,
    below,
  ];
  const node = h("div", { class: "outer-tile", role: "group" }, ...parts);
  node.setAttribute("aria-label", fill(t.use, { use: k + 1 }));
  function draw(use, part, rank, pointed) {
    box.checked = use.on;
    node.classList.toggle("is-off", !use.on);
    back.draw(use.back, use.on);
    went.draw(use.went, use.on);
    const words = part ? fill(t.product, { use: k + 1, matrix: matrixText(part) }) : t.off;
    product.draw(part, words, (i, j) => pointed?.use === k && decides(pointed, i, j));
    setText(below, part ? fill(t.rank, { rank }) : t.off);
  }
  return { node, draw };
}

/** The gradient: the sum of the products, and its rank. */
function sumTile(t, { rows, columns, most }) {
  const sum = matrix(rows, columns, "tied", most);
  const rank = small("", "outer-below outer-rank");
  const sign = h("span", { class: "outer-sign", "aria-hidden": "true" }, "=");
  const head = h("strong", { class: "outer-name" }, t.sum);
  const node = h("div", { class: "outer-tile is-sum" }, sign, head, sum.node, rank);
  function draw(answer, pointed) {
    const words = fill(t.total, { matrix: matrixText(answer.sum) });
    const isCancelled = (i, j) => cancels(answer, i, j);
    sum.draw(answer.sum, words, (i, j) => decides(pointed, i, j), isCancelled);
    setText(rank, fill(t.rank, { rank: answer.rank }));
  }
  return { node, draw };
}

/** The whole picture: `on.change(use, factor, index, value)`, `on.turn(use, isOn)`, `on.point`. */
export function tiles(t, { uses }, limit, on) {
  const shape = {
    rows: uses[0].back.length,
    columns: uses[0].went.length,
    limit,
    most: limit * limit, // one scale for all matrices, whatever the reader does
  };
  const each = uses.map((_, k) => useTile(t, k, shape, on));
  const sum = sumTile(t, shape);
  const node = h("div", { class: "outer-picture" }, ...each.map((one) => one.node), sum.node);
  node.style.setProperty("--rows", shape.rows);
  node.style.setProperty("--columns", shape.columns);
  function draw(setting, answer, pointed) {
    each.forEach((one, k) => one.draw(setting.uses[k], answer.parts[k], answer.ranks[k], pointed));
    sum.draw(answer, pointed);
  }
  return { node, draw };
}
