// Reverse-mode differentiation: a tape lists nodes in the order in which they were computed,
// operands first, and is gone through backwards.

import { plus, scalar } from "./arrays.js";
import { OPERATIONS } from "./operations.js";

/**
 * A list of nodes that grows as they are computed: `leaf(name, value, kind)` and `apply(name,
 * label, operation, operands, ...details)` return the new node.
 */
export function tape() {
  const nodes = [];
  const put = (node) => {
    nodes.push({ id: nodes.length, ...node });
    return nodes.at(-1);
  };
  const leaf = (name, value, kind) => put({ name, label: name, kind, operands: [], value });
  const apply = (name, label, operation, operands, ...details) => {
    const computed = OPERATIONS[operation](...operands.map(({ value }) => value), ...details);
    const ids = operands.map(({ id }) => id);
    return put({ name, label, kind: "op", operation, operands: ids, ...computed });
  };
  return { nodes, leaf, apply };
}

/**
 * The gradient of the last node with respect to each, by id, and `steps`: one for each operation,
 * from the last to the first, with its gradient and what it sends to its operands.
 */
export function backward({ nodes }) {
  const gradients = new Map([[nodes.length - 1, scalar(1)]]);
  const steps = [];
  for (const { id, operands, pull } of [...nodes].reverse()) {
    const gradient = gradients.get(id);
    if (!gradient || !pull) continue;
    const sent = pull(gradient).map((part, k) => ({ to: operands[k], part }));
    for (const { to, part } of sent) {
      gradients.set(to, gradients.has(to) ? plus(gradients.get(to), part) : part);
    }
    steps.push({ node: id, gradient, sent });
  }
  return { gradients, steps };
}
