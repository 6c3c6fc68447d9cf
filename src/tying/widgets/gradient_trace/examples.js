// The four worked examples: a setting becomes a tape, and a tape the scene that is drawn. The
// constants (matrices, sequences, words) come from Python, which computes the same with torch.

import { backward, gram, matrix, norm, plus, tape, times, vector } from "./engine.js";

const low = (k) => [...String(k)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("");

/** The loss of a vector, as the setting wants it. */
function lossOf(t, setting, node) {
  const { loss } = setting;
  if (loss === "sum") return t.apply("L", `sum of ${node.name}`, "sum", [node]);
  if (loss === "cross") return t.apply("L", "cross-entropy", "cross", [node], setting.class);
  return t.apply("L", `½‖${node.name} − t‖²`, "square", [node], [setting.t1, setting.t2]);
}

/** A shared bias: two numbers, each with the same number added. */
function bias(t, setting, _, use) {
  const x = [1, 2].map((k) => t.leaf(`x${low(k)}`, vector([setting[`x${k}`]]), "input"));
  const b = use("b", vector([setting.b]));
  const z = x.map((one, k) => t.apply(`z${low(k + 1)}`, `${one.name} + b`, "add", [one, b(k)]));
  const parts = z.map((one, k) =>
    setting.loss === "sum"
      ? t.apply(`L${low(k + 1)}`, one.name, "sum", [one])
      : t.apply(
          `L${low(k + 1)}`,
          `½(${one.name} − t${low(k + 1)})²`,
          "square",
          [one],
          [setting[`t${k + 1}`]],
        ),
  );
  return t.apply("L", "L₁ + L₂", "add", parts);
}

/** One matrix, twice in a row: A₁ = W x, Z₁ = A₁ + b₁, A₂ = W Z₁, Z₂ = A₂ + b₂. */
function twice(t, setting, material, use) {
  const w = use("W", matrix(material.matrices[setting.matrix]));
  let z = t.leaf("x", vector([setting.x1, setting.x2]), "input");
  for (const k of [1, 2]) {
    const a = t.apply(`A${low(k)}`, `W ${z.name}`, "matvec", [w(k - 1), z]);
    const b = t.leaf(`b${low(k)}`, vector(material.biases[k - 1]), "input");
    z = t.apply(`Z${low(k)}`, `${a.name} + ${b.name}`, "add", [a, b]);
  }
  return lossOf(t, setting, z);
}

/** A recurrent network, unrolled: aₖ = W hₖ₋₁, hₖ = tanh(aₖ + xₖ). */
function rnn(t, setting, material, use) {
  const w = use("W", times(matrix(material.matrices[setting.matrix]), setting.scale));
  let h = t.leaf("h₀", vector(material.start), "input");
  for (let k = 1; k <= setting.steps; k += 1) {
    const a = t.apply(`a${low(k)}`, `W ${h.name}`, "matvec", [w(k - 1), h]);
    const x = t.leaf(`x${low(k)}`, vector(material.sequences[setting.sequence][k - 1]), "input");
    h = t.apply(`h${low(k)}`, `tanh(${a.name} + ${x.name})`, "tanh", [a, x]);
  }
  return lossOf(t, setting, h);
}

/** Two rows of a table are read and added, and the table scores all words against the sum. */
function embedding(t, setting, material, use) {
  const e = use("E", times(matrix(material.table), setting.scale));
  const { words: known } = material;
  const rows = ["first", "second"].map((key, k) =>
    t.apply(`e${low(k + 1)}`, `row “${setting[key]}”`, "row", [e(k)], known.indexOf(setting[key])),
  );
  const h = t.apply("h", `${rows[0].name} + ${rows[1].name}`, "add", rows);
  const scores = t.apply("s", "E h", "matvec", [e(2), h]);
  return lossOf(t, { ...setting, class: known.indexOf(setting.next) }, scores);
}

export const PROGRAMS = { bias, twice, rnn, embedding };

/** The tape of a setting. With `copies`, every use has a parameter of its own: theirs, in order. */
export function program(setting, material, copies) {
  const t = tape();
  PROGRAMS[setting.example](t, setting, material, (name, value) => {
    if (copies) return (k) => t.leaf(name, copies[k], "parameter");
    const shared = t.leaf(name, value, "parameter");
    return () => shared;
  });
  return t;
}

const lossAt = (setting, material, copies) =>
  program(setting, material, copies).nodes.at(-1).value.data[0];

/**
 * What torch computes, too: the loss, the contribution of every use, their sum, and the loss after
 * a step.
 */
export function answerOf(setting, material) {
  const t = program(setting, material);
  const parameter = t.nodes.find(({ kind }) => kind === "parameter");
  const { steps, gradients } = backward(t);
  const parts = steps
    .flatMap(({ sent }) => sent.filter(({ to }) => to === parameter.id))
    .map(({ part }) => part)
    .reverse();
  const moved = plus(parameter.value, times(gradients.get(parameter.id), -setting.rate));
  const copies = (k) =>
    parts.map((_, one) => (k === undefined || one === k ? moved : parameter.value));
  return {
    loss: t.nodes.at(-1).value.data[0],
    shape: parameter.value.shape,
    parts: parts.map(({ data }) => data),
    grad: gradients.get(parameter.id).data,
    after: lossAt(setting, material, copies()),
    alone: parts.map((_, k) => lossAt(setting, material, copies(k))),
  };
}

/**
 * What is drawn: nodes, edges, the steps of backward, and the parameter with its uses, as
 * `scene_of` in Python makes it.
 */
export function exampleScene(setting, material, answer = answerOf(setting, material)) {
  const t = program(setting, material);
  const parameter = t.nodes.find(({ kind }) => kind === "parameter");
  const { steps } = backward(t);
  const owners = steps
    .filter(({ sent }) => sent.some(({ to }) => to === parameter.id))
    .map(({ node }) => node)
    .reverse();
  const formula = ({ name, label, operation }) =>
    operation === "row" ? label : `${name} = ${label}`;
  const shaped = (data) => ({ shape: parameter.value.shape, data });
  const parts = answer.parts.map(shaped);
  return {
    nodes: t.nodes.map(({ id, name: title, label, kind, value }) => ({
      id,
      title,
      label: kind === "op" ? `${title} = ${label}` : title,
      kind,
      value,
    })),
    edges: t.nodes.flatMap(({ id, operands }) => operands.map((from) => [from, id])),
    steps: steps.map(({ node, gradient, sent }) => ({
      node,
      gradient,
      uses: owners.flatMap((owner, use) => (owner === node ? [{ parameter: 0, use }] : [])),
      on: sent
        .filter(({ to }) => to !== parameter.id && t.nodes[to].kind === "op")
        .map(({ to }) => to),
    })),
    parameters: [
      {
        node: parameter.id,
        name: parameter.name,
        shape: parameter.value.shape,
        value: parameter.value,
        rows: setting.example === "embedding" ? material.words : null,
        uses: parts.map((part, k) => ({
          node: owners[k],
          label: formula(t.nodes[owners[k]]),
          part,
          norm: norm(part),
        })),
        gram: gram(parts),
        sum: shaped(answer.grad),
        norm: norm(shaped(answer.grad)),
      },
    ],
    loss: answer.loss,
    after: answer.after,
    alone: answer.alone,
  };
}
