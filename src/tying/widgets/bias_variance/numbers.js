// The numbers of the three estimates at the setting: a legend that is a table.

import { h, s, setText } from "../common/dom.js";
import { mark } from "./marks.js";
import { ESTIMATES, KINDS, strength } from "./risks.js";
import { short } from "./sentences.js";
import { verdict } from "./winners.js";

/** A sample of the line of an estimate, with its mark. */
const sample = (who) =>
  s(
    "svg",
    { class: "bv-swatch", width: 44, height: 14, "aria-hidden": "true" },
    s("path", { d: "M0,7H44", class: "bv-curve", "data-role": who }),
    s("path", { d: mark(who, 22, 7, 4.5), class: "bv-mark", "data-role": who }),
  );

/** The row of an estimate. */
function estimateRow(t, who) {
  const name = h("span");
  const cells = KINDS.map((kind) =>
    h("td", { class: "is-number", "data-number": `${who} ${kind}` }),
  );
  const head = h("th", { scope: "row" }, h("span", { class: "bv-name" }, sample(who), name));
  const node = h("tr", { "data-role": who }, head, ...cells);

  function draw({ setting, risks, covered }) {
    const weight = who === "pooled" ? `, w = ${short(strength(setting))}` : "";
    setText(name, t.names[who] + weight);
    KINDS.forEach((kind, k) => setText(cells[k], covered ? "?" : short(risks[who][kind])));
    node.toggleAttribute("data-best", !covered && who === verdict(setting).best);
  }
  return { node, draw };
}

/** Rows of estimates, columns of bias², variance and risk; question marks while covered. */
export function numberTable(t) {
  const titles = [t.estimate, ...KINDS.map((kind) => t.kinds[kind])];
  const heads = titles.map((title, k) =>
    h("th", { scope: "col", class: k ? "is-number" : null }, title),
  );
  const rows = ESTIMATES.map((who) => estimateRow(t, who));
  const node = h(
    "table",
    { class: "bv-numbers", "aria-label": t.here },
    h("thead", null, h("tr", null, ...heads)),
    h("tbody", null, ...rows.map((row) => row.node)),
  );
  function draw(shown) {
    for (const row of rows) row.draw(shown);
  }
  return { node, draw };
}
