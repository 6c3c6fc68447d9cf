// The scene of a worked example: what is drawn of it, in the form that scene.py gives to the
// reader's own model.

import { answerOf } from "./answer.js";
import { gram, norm } from "./arrays.js";
import { parameterOf, program } from "./programs.js";
import { backward } from "./tape.js";

/** A node as it is drawn, with its value. */
function nodeOf({ id, name, label, kind, value }) {
  return { id, title: name, label: kind === "op" ? `${name} = ${label}` : name, kind, value };
}

/** The nodes that use a parameter, in the order of the forward pass. */
const ownersOf = (steps, { id }) =>
  steps
    .filter(({ sent }) => sent.some(({ to }) => to === id))
    .map(({ node }) => node)
    .reverse();

/** A step of backward: a node, its gradient, the uses that it is, and the nodes that come next. */
function stepOf({ node, gradient, sent }, nodes, owners) {
  const use = owners.indexOf(node);
  return {
    node,
    gradient,
    uses: use < 0 ? [] : [{ parameter: 0, use }],
    on: sent.map(({ to }) => to).filter((to) => nodes[to].kind === "op"),
  };
}

/** What a use computes: "A₁ = W x"; a row of a table by its word alone. */
const useLabel = ({ name, label, operation }) =>
  operation === "row" ? label : `${name} = ${label}`;

/** The parameter with its uses and their contributions, from an answer. */
function parameterScene({ id, name, value }, owners, answer, rows) {
  const shaped = (data) => ({ shape: value.shape, data });
  const parts = answer.parts.map(shaped);
  const gradient = shaped(answer.grad);
  return {
    node: id,
    name,
    shape: value.shape,
    value,
    rows,
    uses: parts.map((part, k) => ({
      node: owners[k].id,
      label: useLabel(owners[k]),
      part,
      norm: norm(part),
    })),
    gram: gram(parts),
    sum: gradient,
    norm: norm(gradient),
  };
}

/**
 * Nodes, edges, the steps of backward, the parameter with its uses, and losses. The `answer` is the
 * kernel's, or computed here.
 */
export function exampleScene(setting, material, answer = answerOf(setting, material)) {
  const t = program(setting, material);
  const { steps } = backward(t);
  const parameter = parameterOf(t);
  const owners = ownersOf(steps, parameter);
  const users = owners.map((id) => t.nodes[id]);
  const rows = setting.example === "embedding" ? material.words : null;
  return {
    nodes: t.nodes.map(nodeOf),
    edges: t.nodes.flatMap(({ id, operands }) => operands.map((from) => [from, id])),
    steps: steps.map((step) => stepOf(step, t.nodes, owners)),
    parameters: [parameterScene(parameter, users, answer, rows)],
    loss: answer.loss,
    after: answer.after,
    alone: answer.alone,
  };
}
