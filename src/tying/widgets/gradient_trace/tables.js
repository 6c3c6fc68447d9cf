// Tables: what a step does to each use, inner products, the nodes of the graph, all uses.

import { dataTable } from "../common/table.js";
import { fill } from "../common/words.js";
import { cosinesWithSum, shares } from "./agreement.js";
import { isZero, norm } from "./arrays.js";
import { inline, normText, percentText, short } from "./numbers.js";

const ENTRIES = 18; // numbers that an array may have to be written in a cell

/** A table; the columns `numeric` hold numbers, with question marks where they are not known. */
function tableOf(label, heads, numeric, rows, isKnown = true) {
  const { node, fillWith } = dataTable(label, heads, numeric);
  const cell = (text, k) => (isKnown || !numeric.includes(k) ? text : "?");
  fillWith(rows.map((row) => row.map(cell)));
  return node;
}

/** The numbers of an array, or its norm where they are many. */
const arrayCell = (array) =>
  array.data.length > ENTRIES ? normText(norm(array)) : inline(array, ENTRIES);

/** A text for a number that may be null. */
const orDash = (x, text) => (x === null ? "–" : text(x));

/** "1.2 → 0.9" */
const arrow = (before, after) => `${short(before)} → ${short(after)}`;

/**
 * A row for each use: the size of its contribution, its part in the fall of the loss and, where the
 * scene has them, the loss if it alone made the common step.
 */
export function effectTable(t, { scene, parameter, finished }) {
  const c = t.columns;
  const { loss, after, alone } = scene;
  const parts = shares(parameter);
  const cosines = cosinesWithSum(parameter);
  const cosineText = (x) => short(+x.toFixed(3));
  const losses = (value) => (alone ? [arrow(loss, value)] : []);
  const rows = parameter.uses.map((use, k) => [
    String(k + 1),
    use.label,
    short(use.norm),
    orDash(cosines[k], cosineText),
    orDash(parts[k], percentText),
    ...losses(alone?.[k]),
  ]);
  const whole = parts[0] === null ? null : 1;
  const total = [short(parameter.norm), orDash(whole, cosineText), orDash(whole, percentText)];
  rows.push([t.total, "", ...total, ...losses(after)]);
  const heads = [c.use, c.where, c.size, c.cosine, c.share, ...(alone ? [c.alone] : [])];
  const title = alone ? t.stepTitle : t.shareTitle;
  return tableOf(title, heads, [2, 3, 4, 5], rows, finished);
}

/** The inner products of all contributions. */
export function gramTable(t, { parameter: { gram }, finished }) {
  const uses = gram.map((_, k) => fill(t.use, { k: k + 1 }));
  const rows = gram.map((row, k) => [uses[k], ...row.map((x) => short(x))]);
  const numeric = uses.map((_, k) => k + 1);
  return tableOf(t.inner, [t.columns.use, ...uses], numeric, rows, finished);
}

/** The gradient of a node: "–" where it gets none. */
function gradientCell({ id }, { steps, known }) {
  const step = known.get(id);
  if (step) return step.gradient ? arrayCell(step.gradient) : normText(step.norm);
  return steps.some(({ node }) => node === id) ? "?" : "–";
}

/** What a node contributes to the watched parameter: nothing where it does not use it. */
function givesCell(t, { id }, { parameter: { uses }, known }) {
  const k = uses.findIndex(({ node }) => node === id);
  if (k < 0) return "";
  const { part, norm: size } = uses[k];
  const isWritten = part && !isZero(part) && part.data.length <= ENTRIES;
  const text = isWritten ? arrayCell(part) : normText(size);
  return `${fill(t.use, { k: k + 1 })}: ${known.has(id) ? text : "?"}`;
}

/** Every node of the graph but parameters: its value, and its gradient once that is known. */
export function nodeTable(t, moment) {
  const { scene, parameter } = moment;
  const nodes = scene.nodes.filter(({ kind }) => kind !== "parameter");
  const rows = nodes.map((node) => [
    node.label,
    node.value ? arrayCell(node.value) : (node.detail ?? ""),
    gradientCell(node, moment),
    givesCell(t, node, moment),
  ]);
  const heads = [t.node, t.value, t.gradient, fill(t.gives, { name: parameter.name })];
  return tableOf(t.table, heads, [], rows);
}

/** All uses of all parameters of a model, and the norms of what they contribute. */
export function usesTable(t, { table }) {
  const rows = table.map(({ name, module, call, op, norm: size }) => [
    name,
    module || t.root,
    String(call),
    op,
    short(size),
  ]);
  const heads = [t.parameter, t.module, t.call, t.op, t.columns.size];
  return tableOf(t.usesTable, heads, [2, 4], rows);
}
