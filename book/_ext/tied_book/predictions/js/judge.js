// Answers: whether something is one, and whether it came out so.

/** The number that a reader wrote, with a decimal point or comma; null if it is none. */
export function parseNumber(text) {
  let plain = text
    .trim()
    .replace(/[\s\u202f\u2009_']/g, "")
    .replace("−", "-");
  const thousands = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain);
  plain = thousands ? plain.replaceAll(",", "") : plain.replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/** Whether `answer` is near enough to `right`; a tolerance is "0.1" or "5%". */
export function isNear(answer, right, tolerance) {
  const number = Number.parseFloat(tolerance);
  const allowed = tolerance.endsWith("%") ? (Math.abs(right) * number) / 100 : number;
  return Math.abs(answer - right) <= allowed + 1e-12 * Math.abs(right);
}

function isOrder(answer, size) {
  const places = Array.isArray(answer) ? [...answer].sort((a, b) => a - b) : [];
  return places.length === size && places.every((place, index) => place === index + 1);
}

const FORMS = {
  choice: (answer, size) => Number.isInteger(answer) && answer >= 1 && answer <= size,
  number: (answer) => Number.isFinite(answer),
  order: isOrder,
  drag: (answer, size) =>
    Array.isArray(answer) && answer.length === size && answer.every(Number.isFinite),
};

/** Whether `answer`, perhaps read from a browser's store, answers a question of `kind`. */
export function isAnswer(kind, answer, size) {
  return FORMS[kind](answer, size);
}

/** The places of a dragged answer at which it is not near enough to what came out. */
export function missedPlaces(answer, right, tolerance) {
  return [...answer.keys()].filter((place) => !isNear(answer[place], right[place], tolerance));
}

/** Whether an answer came out. */
export function isRight(kind, answer, right, tolerance) {
  if (kind === "choice") return answer === right;
  if (kind === "number") return isNear(answer, right, tolerance);
  if (kind === "order") return answer.every((one, index) => one === right[index]);
  return missedPlaces(answer, right, tolerance).length === 0;
}
