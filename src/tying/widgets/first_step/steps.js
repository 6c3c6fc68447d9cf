// The arithmetic of the page: one number with two uses, and the first step of an optimiser.

export const RATES = { SGD: 0.1, Adam: 1 };

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8]; // of Adam, as torch has them

/** The loss: the first use pulls the number to 3, the second to −1. */
export const loss = (theta) => (theta - 3) ** 2 + (theta + 1) ** 2;

/** What the first and the second use contribute to the gradient. */
export const contributions = (theta) => [2 * (theta - 3), 2 * (theta + 1)];

/** The step of an optimiser that has no past, for the gradient g. */
function firstStep(optimizer, g) {
  const rate = RATES[optimizer];
  if (optimizer === "SGD") return 0 - rate * g;
  const p = ((1 - BETA1) * g) / (1 - BETA1);
  const q = ((1 - BETA2) * g ** 2) / (1 - BETA2);
  return 0 - (rate * p) / (Math.sqrt(q) + EPSILON);
}

/** The one step of a tie, for the sum, and the two of an alias, one for each contribution. */
export function firstSteps({ start, optimizer }) {
  const [first, second] = contributions(start);
  return {
    tied: firstStep(optimizer, first + second),
    alias: [firstStep(optimizer, first), firstStep(optimizer, second)],
  };
}

/** The three steps as they are drawn: for which gradient, from where, and how far. */
export function moves(start, { tied, alias }) {
  const [first, second] = contributions(start);
  return [
    { who: "tied", gradient: first + second, from: start, step: tied },
    { who: "alias", gradient: first, from: start, step: alias[0] },
    { who: "alias", gradient: second, from: start + alias[0], step: alias[1] },
  ];
}

/** What the alias does, beside the tie: "neither" moves, it "rests", is the "same", or "twice". */
export function outcome({ tied, alias }) {
  const moved = alias[0] + alias[1];
  const equal = (one, other) => Math.abs(one - other) < 1e-6;
  if (equal(moved, 0)) return equal(tied, 0) ? "neither" : "rests";
  return equal(moved, tied) ? "same" : "twice";
}
