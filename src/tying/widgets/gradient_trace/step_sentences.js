// What a step of backward does, in words.

import { fill } from "../common/words.js";
import { isZero, rowsOf, vector } from "./arrays.js";
import { hasGraph } from "./moment.js";
import { arrayText, inline, short } from "./numbers.js";
import { joined, listed } from "./sentences.js";

/** The sentence before backward begins. */
const beforehand = (t, { scene, parameter }) =>
  fill(t.hint, { loss: short(scene.loss), name: parameter.name });

/** The gradient goes on to further nodes, or ends here. */
function passedSentence(t, { scene, step }, values) {
  const names = step.on.map((id) => scene.nodes[id].title);
  const to = names.length ? fill(t.done.onTo, { list: listed(t, names) }) : "";
  return fill(names.length ? t.done.passed : t.done.ended, { ...values, to });
}

/** A contribution to one row of a table, by the row's name; null where it is none. */
function rowText(t, { part }, names) {
  if (!part || !names) return null;
  const rows = rowsOf(part).map((data) => vector(data));
  const full = names.filter((_, i) => !isZero(rows[i]));
  if (full.length !== 1) return null;
  const numbers = vector(part.data.filter((x) => x !== 0));
  return fill(t.done.row, { word: full[0], part: inline(numbers) });
}

/** What one use contributes. */
function contribution(t, { scene, parameter }, k, values) {
  const use = parameter.uses[k];
  const named = { ...values, name: parameter.name, use: fill(t.capital, { k: k + 1 }) };
  const part = rowText(t, use, parameter.rows) ?? arrayText(t, use.part, use.norm, parameter.shape);
  if (hasGraph(scene)) return fill(t.done.arrived, { ...named, part });
  return fill(t.done.brings, { ...named, part, where: use.label });
}

/** How many contributions have arrived, and their sum when all have. */
function sumSoFar(t, { parameter, arrived, complete }) {
  const { name, uses, sum, norm, shape } = parameter;
  const all = uses.length;
  if (!complete) return fill(t.done.sofar, { m: arrived.size, all });
  const sentence = { 1: t.done.only, 2: t.done.both }[all] ?? t.done.complete;
  return fill(sentence, { all, name, sum: arrayText(t, sum, norm, shape) });
}

/** The step that was taken last, in words; before the first, what is known by then. */
export function stepInWords(t, moment) {
  const { scene, step, at, last, fresh } = moment;
  if (!step) return beforehand(t, moment);
  const values = { k: at, n: last };
  if (hasGraph(scene)) {
    values.node = scene.nodes[step.node].title;
    values.g = arrayText(t, step.gradient, step.norm, step.shape);
  }
  if (!fresh.length) return passedSentence(t, moment, values);
  const contributions = fresh.map((k) => contribution(t, moment, k, values));
  return joined(...contributions, sumSoFar(t, moment));
}
