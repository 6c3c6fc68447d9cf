// The contributions of the uses, side by side, and what they come to.

import { h, s, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { norm, plus } from "./engine.js";
import { inline, short, usesInWords } from "./graph.js";

const NUMBERS = 3; // columns and rows up to which a matrix is written in numbers
const CARDS = 8; // contributions that are drawn; the table has the others
const CELL = 13; // pixels of a square's cell
const NAME = 26; // pixels for the name of a row
const FLAT = 0.1; // cosines nearer to zero than this are neither with nor against

const few = ({ shape: [rows = 1, columns = 1] }) => rows <= NUMBERS && columns <= NUMBERS;
const zeros = (array) => array.data.every((x) => x === 0);

/**
 * The cosine of two contributions, from the table of their inner products; null where one is zero.
 */
export function cosine(table, a, b) {
  const size = Math.sqrt(table[a][a] * table[b][b]);
  return size > 0 ? Math.max(-1, Math.min(1, table[a][b] / size)) : null;
}

export const relation = (c) =>
  c === null ? "none" : c >= FLAT ? "same" : c <= -FLAT ? "against" : "across";

/**
 * Which share of the first-order change of the loss comes through each use; null where the sum is
 * zero.
 */
export function shares({ gram: table, norm: size, uses }) {
  const largest = Math.max(...uses.map((use) => use.norm));
  return table.map((row) =>
    size > 1e-12 * largest && size > 0 ? row.reduce((sum, x) => sum + x, 0) / size ** 2 : null,
  );
}

/** What the pairs of uses do to each other, as sentences. */
export function agreement(t, parameter) {
  const { uses, gram: table, norm: size, name } = parameter;
  const all = uses.map((_, k) => k);
  if (uses.length === 1) return [t.one];
  const pairs = all.flatMap((a) => all.slice(a + 1).map((b) => ({ a, b, c: cosine(table, a, b) })));
  const empty = all.filter((k) => uses[k].norm === 0);
  const full = pairs.filter(({ c }) => c !== null);
  const total = uses.reduce((sum, use) => sum + use.norm, 0);
  if (!total) return [t.zero];
  const told = empty.map((k) => fill(t.pair.none, { a: k + 1 }));
  if (full.length <= 3) {
    told.push(
      ...full.map(({ a, b, c }) => fill(t.pair[relation(c)], { a: a + 1, b: b + 1, c: short(c) })),
    );
  } else {
    const count = (kind) => full.filter(({ c }) => relation(c) === kind).length;
    told.push(
      fill(t.many, {
        n: full.length,
        same: count("same"),
        against: count("against"),
        across: count("across"),
      }),
    );
  }
  const cancel = size <= 1e-12 * total;
  return [
    ...told,
    cancel
      ? fill(t.gone, { name })
      : fill(t.left, {
          sum: short(total),
          norm: short(size),
          percent: `${Math.round((100 * size) / total)} %`,
        }),
  ];
}

/**
 * An array as numbers or squares; `known` false draws question marks. `most` is the entry whose
 * square fills its cell.
 */
function arrayView(array, known, most, names) {
  const [rows = 1, columns = 1] = array.shape;
  if (few(array)) {
    const cells = array.data.map((x) =>
      h("span", { class: "trace-number" }, known ? short(x) : "?"),
    );
    return h("span", { class: "trace-matrix", style: `--columns: ${columns}` }, ...cells);
  }
  const squares = array.data.map((x, k) => {
    const side = most ? Math.sqrt(Math.abs(x) / most) * (CELL - 2) : 0;
    const at = (place) => place * CELL + (CELL - side) / 2;
    return x && side > 0.7
      ? s("rect", {
          x: at(k % columns),
          y: at(Math.floor(k / columns)),
          width: side,
          height: side,
          "data-sign": x > 0 ? "plus" : "minus",
        })
      : "";
  });
  const lead = names ? NAME : 1;
  const width = columns * CELL + lead + 1;
  return s(
    "svg",
    {
      class: "trace-squares",
      width,
      height: rows * CELL + 2,
      viewBox: `${-lead} -1 ${width} ${rows * CELL + 2}`,
      "aria-hidden": "true",
      dir: "ltr",
    },
    ...(names ?? []).map((name, i) =>
      s("text", { class: "trace-row", x: -4, y: (i + 0.8) * CELL }, name),
    ),
    s("rect", { class: "trace-field", width: columns * CELL, height: rows * CELL }),
    ...(known ? squares : [s("text", { x: (columns * CELL) / 2, y: (rows * CELL) / 2 + 6 }, "?")]),
  );
}

/**
 * The entries of a matrix that is used, in numbers and with the names of its rows; nothing where
 * they are unknown or single.
 */
export function givenView(t) {
  const node = h("section", { class: "trace-given" });
  return {
    node,
    draw({ name, value, rows }) {
      node.hidden = !value || value.data.length < 2;
      if (node.hidden) return;
      const width = value.shape.at(-1);
      const number = (x) => h("span", { class: "trace-number" }, short(x));
      const cells = value.data.flatMap((x, k) => [
        ...(rows && k % width === 0 ? [h("span", { class: "trace-where" }, rows[k / width])] : []),
        number(x),
      ]);
      node.replaceChildren(
        h("span", null, fill(t.given, { name })),
        h(
          "span",
          { class: "trace-matrix", style: `--columns: ${width + (rows ? 1 : 0)}` },
          ...cells,
        ),
      );
    },
  };
}

/**
 * The contributions as cards with plus signs between them, and their sum, up to the present step.
 */
export function partsView(t) {
  const title = h("strong");
  const row = h("div", { class: "trace-parts" });
  const note = h("p", { class: "tied-small" });
  const node = h("section", { class: "trace-arrivals" }, title, row, note);
  return {
    node,
    draw(parameter, arrived, fresh) {
      const { name, uses, sum, shape, rows } = parameter;
      const complete = arrived.size === uses.length;
      const drawn = uses.slice(0, CARDS).filter(({ part }) => part);
      const so = uses.reduce(
        (total, { part }, k) =>
          arrived.has(k) && part ? (total ? plus(total, part) : part) : total,
        null,
      );
      const most = sum
        ? Math.max(
            ...[sum, ...drawn.map(({ part }) => part)].flatMap(({ data }) => data.map(Math.abs)),
          )
        : 0;
      const card = (head, sub, array, known, role, now, names) =>
        h(
          "div",
          {
            class: "trace-card",
            "data-role": role,
            "data-known": known || null,
            "data-now": now || null,
          },
          h("strong", null, head),
          h("span", { class: "trace-where" }, sub),
          arrayView(array, known, most, names),
        );
      const term = (sign, node) =>
        h(
          "span",
          { class: "trace-term" },
          sign ? h("span", { class: "trace-sign", "aria-hidden": "true" }, sign) : "",
          node,
        );
      const cards = drawn.map((use, k) =>
        term(
          k ? "+" : "",
          card(
            fill(t.capital, { k: k + 1 }),
            use.label,
            use.part,
            arrived.has(k),
            "separate",
            fresh.includes(k),
            k ? null : rows,
          ),
        ),
      );
      if (sum) {
        cards.push(
          term(
            "=",
            card(
              complete ? fill(t.grad, { name }) : t.sofar,
              complete
                ? usesInWords(t, uses.length)
                : fill(t.sofarOf, { k: arrived.size, n: uses.length }),
              complete ? sum : (so ?? sum),
              arrived.size > 0,
              "tied",
              fresh.length > 0,
              rows,
            ),
          ),
        );
      }
      setText(title, fill(t.parts, { name }));
      row.replaceChildren(...cards);
      const notes = [
        sum && !few(sum) && t.blocks,
        parameter.pooled && fill(t.pooled, { shape: shape.join("×") }),
        uses.length > CARDS && fill(t.rest, { n: uses.length - CARDS }),
      ];
      setText(note, notes.filter(Boolean).join(" "));
      note.hidden = !note.textContent;
    },
  };
}

/** A table whose cells are text; numbers are aligned to the end. */
export function textTable(label, heads, rows) {
  const cell = (tag, [text, number], scope) =>
    h(tag, { scope, class: number ? "is-number" : null }, text);
  return h(
    "table",
    { "aria-label": label },
    h("thead", null, h("tr", null, ...heads.map((one) => cell("th", one, "col")))),
    h(
      "tbody",
      null,
      ...rows.map(([first, ...rest]) =>
        h("tr", null, cell("th", first, "row"), ...rest.map((one) => cell("td", one))),
      ),
    ),
  );
}

const percent = (x) => (x === null ? "–" : `${format(Math.round(1000 * x) / 10)} %`);

/**
 * A row for each use: its size, its part in the fall of the loss, and the loss if it alone made the
 * common step; `known` false draws question marks.
 */
export function effectTable(t, { parameter, alone, loss, after, known }) {
  const c = t.columns;
  const part = shares(parameter);
  const size = parameter.norm;
  const heads = [
    [c.use],
    [c.where],
    [c.size, true],
    [c.cosine, true],
    [c.share, true],
    ...(alone ? [[c.alone, true]] : []),
  ];
  const towards = parameter.gram.map((row, k) =>
    part[k] === null || !parameter.uses[k].norm
      ? null
      : row.reduce((sum, x) => sum + x, 0) / (size * parameter.uses[k].norm),
  );
  const rows = parameter.uses.map((use, k) => [
    [String(k + 1)],
    [use.label],
    [short(use.norm), true],
    [towards[k] === null ? "–" : short(+towards[k].toFixed(3)), true],
    [percent(part[k]), true],
    ...(alone ? [[`${short(loss)} → ${short(alone[k])}`, true]] : []),
  ]);
  rows.push([
    [t.total],
    [""],
    [short(size), true],
    [part[0] === null ? "–" : "1", true],
    [part[0] === null ? "–" : percent(1), true],
    ...(alone ? [[`${short(loss)} → ${short(after)}`, true]] : []),
  ]);
  const drawn = known
    ? rows
    : rows.map((row) => row.map(([text, number]) => [number ? "?" : text, number]));
  return textTable(alone ? t.stepTitle : t.shareTitle, heads, drawn);
}

/** The inner products of all contributions; `known` false draws question marks. */
export function gramTable(t, { gram: table }, known) {
  const heads = [[t.columns.use], ...table.map((_, k) => [fill(t.use, { k: k + 1 }), true])];
  return textTable(
    t.inner,
    heads,
    table.map((row, k) => [
      [fill(t.use, { k: k + 1 })],
      ...row.map((x) => [known ? short(x) : "?", true]),
    ]),
  );
}

/** Every node of the graph: its value, and its gradient once that is known. */
export function nodeTable(t, scene, at, watched) {
  const known = new Map(scene.steps.slice(0, at).map((step) => [step.node, step]));
  const { name, uses } = scene.parameters[watched];
  const full = (array) => (array.data.length > 18 ? `‖${short(norm(array))}‖` : inline(array, 18));
  const rows = scene.nodes
    .filter(({ kind }) => kind !== "parameter")
    .map(({ id, label, value, detail }) => {
      const step = known.get(id);
      const k = uses.findIndex((use) => use.node === id);
      const gradient = step ? (step.gradient ? full(step.gradient) : `‖${short(step.norm)}‖`) : "?";
      return [
        [label],
        [value ? full(value) : (detail ?? "")],
        [scene.steps.some(({ node }) => node === id) ? gradient : "–"],
        [
          k < 0
            ? ""
            : `${fill(t.use, { k: k + 1 })}: ${step ? (uses[k].part && !zeros(uses[k].part) && uses[k].part.data.length <= 18 ? full(uses[k].part) : `‖${short(uses[k].norm)}‖`) : "?"}`,
        ],
      ];
    });
  return textTable(t.table, [[t.node], [t.value], [t.gradient], [fill(t.gives, { name })]], rows);
}
