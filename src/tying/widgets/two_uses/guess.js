// Which mistake a guess is.

const NEAR = 0.25; // half a step of the slider

/** A key of the words for a guess: "right", a mistake that people make, "other", or "none". */
export function kindOfGuess(guess, { contributions: [height, width], gradient }) {
  if (guess === null) return "none";
  const candidates = [
    ["right", gradient],
    ["mean", gradient / 2],
    ["one", height],
    ["one", width],
    ["product", height * width],
  ];
  const found = candidates.find(([, value]) => Math.abs(guess - value) <= NEAR);
  return found ? found[0] : "other";
}
