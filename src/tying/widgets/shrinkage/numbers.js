// Numbers that are read and written.

import { COUNT } from "./james_stein.js";

const significant = (digits) => {
  const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: digits });
  return (value) => {
    const text = plain.format(value);
    return text === "-0" ? "0" : text.replace("-", "−");
  };
};

/** A number with at most two or three significant digits, and a true minus sign. */
export const rough = significant(2);
export const short = significant(3);

/** A value with two digits below the unit of its axis. */
export function placed(value, { unit }) {
  const text = value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(unit))));
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** A share in percent, with at most two. */
export const percent = (share) => `${rough(100 * share)}%`;

/** A number with at most five. */
export const exact = significant(5);

const MOST = 1e9;

/** The parts of a list of numbers; a comma within a number is a decimal comma. */
function parts(text) {
  const words = text
    .replaceAll("−", "-")
    .trim()
    .split(/[\s;]+/);
  if (words.length === COUNT) return words.map((word) => word.replace(/,$/, "").replace(",", "."));
  return words
    .join(" ")
    .split(/[\s,]+/)
    .filter(Boolean);
}

/**
 * Eight numbers as they are typed or pasted: { values }, or { wrong: "count", count } or
 * { wrong: "number", word } where they are not.
 */
export function eightNumbers(text) {
  const words = parts(text);
  if (words.length !== COUNT) return { wrong: "count", count: words.filter(Boolean).length };
  const word = words.find((one) => !one || !(Math.abs(Number(one)) <= MOST));
  return word === undefined ? { values: words.map(Number) } : { wrong: "number", word };
}

/** Values as a text that can be read again. */
export const asText = (values) => values.map((value) => String(+value.toPrecision(5))).join("  ");
