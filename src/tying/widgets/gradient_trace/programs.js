// The four worked examples as programs: a setting becomes a tape. The constants (matrices,
// sequences, words) come from Python, which computes the same with torch.

import { matrix, times, vector } from "./arrays.js";
import { tape } from "./tape.js";

const DIGITS = "₀₁₂₃₄₅₆₇₈₉";

/** 12 as ₁₂ */
const subscript = (k) => [...String(k)].map((digit) => DIGITS[digit]).join("");

/** The loss of a vector that the setting names. */
function lossOf(t, setting, output, label = setting.class) {
  const { loss, t1, t2 } = setting;
  if (loss === "sum") return t.apply("L", `sum of ${output.name}`, "sum", [output]);
  if (loss === "cross") return t.apply("L", "cross-entropy", "cross", [output], label);
  const target = t.leaf("t", vector([t1, t2]), "input");
  return t.apply("L", `½‖${output.name} − t‖²`, "square", [output, target]);
}

/** The loss of one of two numbers: zₖ, or half the square of its distance from tₖ. */
function lossOfOne(t, setting, z, k) {
  const name = `L${subscript(k)}`;
  if (setting.loss === "sum") return t.apply(name, z.name, "sum", [z]);
  const label = `½(${z.name} − t${subscript(k)})²`;
  return t.apply(name, label, "square", [z], vector([setting[`t${k}`]]));
}

/** A shared bias: two numbers, each with the same number added. */
function bias(t, setting, _, use) {
  const numbers = [1, 2];
  const x = numbers.map((k) => t.leaf(`x${subscript(k)}`, vector([setting[`x${k}`]]), "input"));
  const b = use("b", vector([setting.b]));
  const z = x.map((one, i) =>
    t.apply(`z${subscript(i + 1)}`, `${one.name} + b`, "add", [one, b(i)]),
  );
  const losses = numbers.map((k) => lossOfOne(t, setting, z[k - 1], k));
  return t.apply("L", "L₁ + L₂", "add", losses);
}

/** One matrix, twice in a row: A₁ = W x, Z₁ = A₁ + b₁, A₂ = W Z₁, Z₂ = A₂ + b₂. */
function twice(t, setting, material, use) {
  const w = use("W", matrix(material.matrices[setting.matrix]));
  let z = t.leaf("x", vector([setting.x1, setting.x2]), "input");
  for (const k of [1, 2]) {
    const a = t.apply(`A${subscript(k)}`, `W ${z.name}`, "matvec", [w(k - 1), z]);
    const b = t.leaf(`b${subscript(k)}`, vector(material.biases[k - 1]), "input");
    z = t.apply(`Z${subscript(k)}`, `${a.name} + ${b.name}`, "add", [a, b]);
  }
  return lossOf(t, setting, z);
}

/** A recurrent network, unrolled: aₖ = W hₖ₋₁, hₖ = tanh(aₖ + xₖ). */
function rnn(t, setting, material, use) {
  const w = use("W", times(matrix(material.matrices[setting.matrix]), setting.scale));
  const sequence = material.sequences[setting.sequence];
  let h = t.leaf("h₀", vector(material.start), "input");
  for (let k = 1; k <= setting.steps; k += 1) {
    const a = t.apply(`a${subscript(k)}`, `W ${h.name}`, "matvec", [w(k - 1), h]);
    const x = t.leaf(`x${subscript(k)}`, vector(sequence[k - 1]), "input");
    h = t.apply(`h${subscript(k)}`, `tanh(${a.name} + ${x.name})`, "tanh", [a, x]);
  }
  return lossOf(t, setting, h);
}

/** Two rows of a table are read and added, and the table scores all words against the sum. */
function embedding(t, setting, material, use) {
  const e = use("E", times(matrix(material.table), setting.scale));
  const numberOf = (word) => material.words.indexOf(word);
  const rows = [setting.first, setting.second].map((word, i) =>
    t.apply(`e${subscript(i + 1)}`, `row “${word}”`, "row", [e(i)], numberOf(word)),
  );
  const h = t.apply("h", `${rows[0].name} + ${rows[1].name}`, "add", rows);
  const scores = t.apply("s", "E h", "matvec", [e(2), h]);
  return lossOf(t, setting, scores, numberOf(setting.next));
}

const PROGRAMS = { bias, twice, rnn, embedding };

/**
 * The tape of a setting. With `copies`, every use has a parameter of its own: theirs, in the order
 * of the forward pass.
 */
export function program(setting, material, copies) {
  const t = tape();
  const use = (name, value) => {
    if (copies) return (k) => t.leaf(name, copies[k], "parameter");
    const shared = t.leaf(name, value, "parameter");
    return () => shared;
  };
  PROGRAMS[setting.example](t, setting, material, use);
  return t;
}

/** The parameter of a tape without copies. */
export const parameterOf = ({ nodes }) => nodes.find(({ kind }) => kind === "parameter");

/** The loss, which is computed last. */
export const lossValue = ({ nodes }) => nodes.at(-1).value.data[0];
