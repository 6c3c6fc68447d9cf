// What torch computes of a worked example, too.

import { plus, times } from "./arrays.js";
import { lossValue, parameterOf, program } from "./programs.js";
import { backward } from "./tape.js";

/**
 * The loss, the contribution of every use in the order of the forward pass, their sum, the loss
 * after a step of gradient descent, and the losses if each use alone took that step.
 */
export function answerOf(setting, material) {
  const t = program(setting, material);
  const parameter = parameterOf(t);
  const { steps, gradients } = backward(t);
  const gradient = gradients.get(parameter.id);
  const parts = steps
    .flatMap(({ sent }) => sent.filter(({ to }) => to === parameter.id))
    .map(({ part }) => part)
    .reverse();
  const moved = plus(parameter.value, times(gradient, -setting.rate));
  const lossIfMoved = (moves) => {
    const copies = parts.map((_, k) => (moves(k) ? moved : parameter.value));
    return lossValue(program(setting, material, copies));
  };
  return {
    loss: lossValue(t),
    shape: parameter.value.shape,
    parts: parts.map(({ data }) => data),
    grad: gradient.data,
    after: lossIfMoved(() => true),
    alone: parts.map((_, k) => lossIfMoved((one) => one === k)),
  };
}
