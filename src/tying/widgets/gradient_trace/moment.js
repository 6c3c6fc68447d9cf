// A scene at one moment of backward.

/** The steps of a parameter whose graph is not drawn: its uses, from the last to the first. */
const arrivalSteps = ({ uses }, parameter) =>
  uses.map(({ norm }, use) => ({ node: -1, norm, uses: [{ parameter, use }], on: [] })).reverse();

/** Whether a scene has a graph to draw; otherwise its steps are those of the watched parameter. */
export const hasGraph = ({ nodes }) => nodes.length > 0;

/**
 * What is shown of a scene when `at` steps of backward are taken, and the parameter with the number
 * `watched` is looked at:
 *
 * - `steps`, how many there are: `last`, the one taken last: `step`, whether all are: `finished`;
 * - the nodes whose gradients are known, by id, with their steps: `known`;
 * - the watched `parameter`, its uses that have contributed: `arrived`, whether all have:
 *   `complete`, and those that did so by the last step: `fresh`.
 */
export function momentOf(scene, watched, at) {
  const parameter = scene.parameters[watched];
  const steps = hasGraph(scene) ? scene.steps : arrivalSteps(parameter, watched);
  const usesIn = (step) =>
    step.uses.filter((one) => one.parameter === watched).map(({ use }) => use);
  const taken = steps.slice(0, at);
  const step = taken.at(-1);
  const arrived = new Set(taken.flatMap(usesIn));
  return {
    scene,
    watched,
    at,
    steps,
    last: steps.length,
    step,
    finished: at >= steps.length,
    known: new Map(taken.map((one) => [one.node, one])),
    parameter,
    arrived,
    complete: arrived.size === parameter.uses.length,
    fresh: step ? usesIn(step) : [],
  };
}
