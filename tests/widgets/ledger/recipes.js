// Recipes for tests: the chapter's net of four layers, and two or three square layers.

export const linear = (width, bias = true, calls = 1) => ({ type: "linear", width, bias, calls });
export const link = (op, source, target) => ({ op, source, target });

const RELU = { type: "relu", width: 0, bias: true, calls: 1 };

export const recipe = (input, layers, links = [], rest = {}) => ({
  input,
  layers,
  links,
  flipped: [],
  optimizer: "sgd",
  steps: 0,
  ...rest,
});

const NET = [linear(8), RELU, linear(8), RELU, linear(8), RELU, linear(1)];
const APART = { flipped: ["4.weight", "4.bias"] };

/** 4 → 8 → 8 → 8 → 1, of 40 + 72 + 72 + 9 = 193 numbers; the two middle layers disagree. */
export const net = (...links) => recipe(4, NET, links, APART);

/** Layers of 4 × 4 weights without biases. */
export const squares = (count, links, rest) =>
  recipe(
    4,
    Array.from({ length: count }, () => linear(4, false)),
    links,
    rest,
  );
