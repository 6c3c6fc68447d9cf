// Sentences about a setting: who wins, by how much and why, and what does not exist.

import { h, s, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import {
  ESTIMATES,
  KINDS,
  at,
  bestTie,
  leastCorrelation,
  parts,
  placeOf,
  places,
  range,
  risks,
  strength,
  verdict,
} from "./model.js";
import { mark } from "./sketch.js";

/** Three digits that count. */
export const short = (value) => format(+value.toPrecision(3));

/** What a control's value means, for those who hear it. */
export function meaning(t, setting, name) {
  const { v } = parts(setting);
  const n = setting[name];
  const w = setting.tie;
  const r = setting.correlation;
  const pull =
    w === 0
      ? t.pull.none
      : w === 1
        ? t.pull.all
        : fill(t.pull.part, { percent: format(Math.round(100 * w)), lambda: short(w / (1 - w)) });
  const agree = t.agree[r === 1 ? "equal" : r > 0 ? "alike" : r < 0 ? "unlike" : "none"];
  return fill(t.values[name], {
    n: format(n),
    root: short(Math.sqrt(n)),
    v: short(v),
    agree,
    pull,
  });
}

/** The rule at this setting, with its numbers. */
export function rule(t, setting) {
  const { threshold, r } = parts(setting);
  const s = setting.heterogeneity;
  const { extreme } = verdict(setting);
  if (threshold === null) return t.rule.none;
  const sign = extreme === "equal" ? "at" : extreme === "tied" ? "below" : "above";
  const bound = r > setting.correlation + 1e-9 ? fill(t.rule.bound, { r: short(r) }) : ""; // the setting's own cannot be
  return (
    fill(t.rule[sign], {
      s: format(s),
      formula: t.formula[setting.truth],
      threshold: short(threshold),
    }) + bound
  );
}

/** Who wins, by how much and why: of the two extremes, and with partial pooling. */
export function outcome(t, setting) {
  if (setting.locations === 1) return "";
  const { spread: bias, saved } = parts(setting);
  const { extreme, best, found } = verdict(setting);
  const { separate, tied, pooled } = found;
  const less = Math.min(separate.risk, tied.risk);
  const more = Math.max(separate.risk, tied.risk);
  const percent = less > 0 ? fill(t.percent, { percent: short((100 * (more - less)) / more) }) : ""; // from 0, always 100 %
  const first = fill(t.wins[extreme], {
    less: short(less),
    more: short(more),
    percent,
    bias: short(bias),
    saved: short(saved),
  });
  const strongest = bestTie(setting);
  const alike = (risk) => Math.abs(pooled.risk - risk) <= 1e-9 * more;
  const level = alike(less) ? "less" : alike(more) ? "more" : "between";
  if (strongest === null) return `${first} ${t.pooled.none}`;
  const second = fill(t.pooled[best === "pooled" || best === "equal" ? best : level], {
    w: short(strength(setting)),
    risk: short(pooled.risk),
  });
  const least = risks({ ...setting, best: true }).pooled.risk;
  const there = Math.abs(strength(setting) - strongest) < 1e-9;
  return `${first} ${second} ${there ? t.pooled.isBest : fill(t.pooled.best, { best: short(strongest), least: short(least) })}`;
}

/** What does not exist at this setting, or is not to be seen, in sentences. */
export function notes(t, setting) {
  const { locations, noise, correlation, heterogeneity, axis } = setting;
  const least = leastCorrelation(locations);
  const { saved, spread: bias } = parts(setting);
  if (locations === 1) return [t.notes.one];
  const said = [];
  if (correlation < least - 1e-9) {
    said.push(
      fill(t.notes.correlation, {
        T: format(locations),
        r: format(correlation),
        least: short(least),
      }),
    );
  }
  if (noise === 0) said.push(t.notes.noNoise);
  else if (correlation === 1) said.push(t.notes.equalErrors);
  else if (correlation <= least + 1e-9) said.push(t.notes.cancel);
  if (heterogeneity === 0) said.push(t.notes.alike);
  const place = placeOf(setting, 1);
  const [first, last] = range(setting);
  if (axis === "data" && (saved === 0 || bias === 0)) said.push(t.notes.offAxis.never);
  else if (place > last) said.push(fill(t.notes.offAxis.above, { x: short(place) }));
  else if (place !== null && place < first) {
    said.push(fill(t.notes.offAxis.below, { x: short(place) }));
  }
  return said;
}

/** The numbers of the three estimates, and a swatch of each line: a legend that is a table. */
export function numbers(t) {
  const heads = [t.estimate, ...KINDS.map((kind) => t.kinds[kind])];
  const rows = ESTIMATES.map((who) => {
    const sample = s(
      "svg",
      { class: "bv-swatch", width: 44, height: 14, "aria-hidden": "true" },
      s("path", { d: "M0,7H44", class: "bv-curve", "data-role": who }),
      s("path", { d: mark(who, 22, 7, 4.5), class: "bv-mark", "data-role": who }),
    );
    const cells = KINDS.map((kind) =>
      h("td", { class: "is-number", "data-number": `${who} ${kind}` }),
    );
    const name = h("span");
    return {
      who,
      cells,
      name,
      node: h(
        "tr",
        { "data-role": who },
        h("th", { scope: "row" }, h("span", { class: "bv-name" }, sample, name)),
        ...cells,
      ),
    };
  });
  const node = h(
    "table",
    { class: "bv-numbers", "aria-label": t.here },
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        ...heads.map((text, k) => h("th", { scope: "col", class: k ? "is-number" : null }, text)),
      ),
    ),
    h("tbody", null, ...rows.map((row) => row.node)),
  );
  return {
    node,
    draw(setting, { found, best }, covered) {
      for (const { who, cells, name, node: row } of rows) {
        setText(name, t.names[who] + (who === "pooled" ? `, w = ${short(strength(setting))}` : ""));
        KINDS.forEach((kind, k) => setText(cells[k], covered ? "?" : short(found[who][kind])));
        row.toggleAttribute("data-best", who === best && !covered);
      }
    },
  };
}

/** Every curve at places of the axis, and what was measured there. */
export function listing(t) {
  const head = h("tr");
  const body = h("tbody");
  const node = h("table", { "aria-label": t.table }, h("thead", null, head), body);
  return {
    node,
    draw(setting, draws) {
      const titles = ESTIMATES.flatMap((who) =>
        KINDS.map((kind) => `${t.names[who]}: ${t.kinds[kind]}`),
      );
      const measured = draws.length ? ESTIMATES.map((who) => `${t.names[who]}: ${t.measured}`) : [];
      head.replaceChildren(
        ...[t.axes[setting.axis], ...titles, ...measured].map((text, k) =>
          h("th", { scope: "col", class: k ? "is-number" : null }, text),
        ),
      );
      const xs = draws.length ? draws.map(({ x }) => x) : places(setting, 7);
      body.replaceChildren(
        ...xs.map((x, row) => {
          const found = risks(at(setting, x));
          const values = ESTIMATES.flatMap((who) => KINDS.map((kind) => short(found[who][kind])));
          const seen = draws.length
            ? ESTIMATES.map(
                (who) =>
                  `${short(draws[row][who].risk.mean)} ± ${short(2 * draws[row][who].risk.error)}`,
              )
            : [];
          return h(
            "tr",
            null,
            h("th", { scope: "row" }, short(x)),
            ...[...values, ...seen].map((text) => h("td", { class: "is-number" }, text)),
          );
        }),
      );
    },
  };
}
