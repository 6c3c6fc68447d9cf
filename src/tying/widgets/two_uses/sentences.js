// What the line below the picture says.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { kindOfGuess } from "./guess.js";

/** The numbers of an answer, as the words name them. */
export function named({ weight, added }, { area, contributions: [height, width], gradient }) {
  const numbers = { weight, added, area, height, width, gradient };
  return Object.fromEntries(Object.entries(numbers).map(([name, one]) => [name, format(one)]));
}

/** What arrived, and what the guess was. */
export function arrivalInWords(t, setting, answer, guess) {
  const numbers = { ...named(setting, answer), guess: format(guess ?? 0) };
  const mistake = fill(t.mistakes[kindOfGuess(guess, answer)], numbers);
  return fill(t.told, { mistake, sum: fill(t.sum, numbers) }).trim();
}

/** By how much the area grows when the weight rises by the step. */
export function growthInWords(t, { step }, { contributions: [height, width], gradient, growth }) {
  const parts = { top: height * step, side: width * step, corner: step * step };
  const numbers = { ...parts, step, growth, gradient, rate: growth / step };
  const written = Object.entries(numbers).map(([name, one]) => [name, format(one)]);
  return fill(t.grown, Object.fromEntries(written));
}
