// What the browser keeps of a reader's answers. Nothing leaves it.
//
// A private window or a full disk may refuse: then everything lasts as long as the page is open.

const PREDICTION = "tied-prediction:";
const REVIEW = "tied-review:";
const VERDICTS = ["right", "wrong", "shown"];
const memory = new Map();

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function attempt(action) {
  try {
    return action(storage());
  } catch {
    return null;
  }
}

/** Whether answers outlast the visit. */
export function isKept() {
  const name = "tied-probe";
  return attempt((kept) => (kept.setItem(name, "1"), kept.removeItem(name), true)) === true;
}

function load(name) {
  const text = memory.get(name) ?? attempt((kept) => kept.getItem(name));
  try {
    return JSON.parse(text);
  } catch {
    return null; // somebody else wrote it
  }
}

function save(name, value) {
  const text = JSON.stringify(value);
  memory.set(name, text);
  attempt((kept) => kept.setItem(name, text));
}

function remove(name) {
  memory.delete(name);
  attempt((kept) => kept.removeItem(name));
}

/** What is kept of a prediction, `{answer, verdict, at}`; null if there is nothing of this form. */
export function loadAnswer(key) {
  const record = load(PREDICTION + key);
  const known = VERDICTS.includes(record?.verdict) && Number.isFinite(record.at);
  return known ? record : null;
}

export function saveAnswer(key, answer, verdict) {
  save(PREDICTION + key, { answer, verdict, at: Date.now() });
}

/** When a question is asked again, `{step, due}`; null if that was never decided. */
export function loadReview(key) {
  const record = load(REVIEW + key);
  return Number.isInteger(record?.step) && Number.isFinite(record.due) ? record : null;
}

export function saveReview(key, review) {
  save(REVIEW + key, review);
}

/** Forget one question. */
export function forget(key) {
  remove(PREDICTION + key);
  remove(REVIEW + key);
}

/** Forget every question of the book. */
export function forgetAll() {
  const names = attempt((kept) => Object.keys(kept)) ?? [];
  for (const name of new Set([...memory.keys(), ...names])) {
    if (name.startsWith(PREDICTION) || name.startsWith(REVIEW)) remove(name);
  }
}
