// When questions are asked again, and the table that Anki reads.
import assert from "node:assert/strict";
import test from "node:test";

import { ankiTable } from "../../../book/_ext/tied_book/predictions/js/anki.js";
import {
  begin,
  isDone,
  next,
  started,
} from "../../../book/_ext/tied_book/predictions/js/schedule.js";

const DAY = 24 * 60 * 60 * 1000;
const PAGES = [
  {
    page: "notebooks/a/ends",
    cards: [
      { key: "p", kind: "prediction", anki_front: "a\tb", anki_back: "c\nd" },
      { key: "q", kind: "prediction", anki_front: "e", anki_back: "f" },
      { key: "r", kind: "recall", anki_front: "g", anki_back: "h" },
    ],
  },
];

test("what is known waits 1, 3, 7 and 21 days, and is then done", () => {
  const due = [1, 3, 7, 21].reduce((days, wait) => [...days, (days.at(-1) ?? 0) + wait], []);
  let review = begin(0);
  for (const day of due) {
    assert.equal(review.due, day * DAY);
    review = next(review, true, review.due);
  }
  assert.ok(isDone(review));
});

test("what is not known comes back the next day, from the start", () => {
  const later = next(next(begin(0), true, DAY), false, 4 * DAY);
  assert.deepEqual(later, { step: 0, due: 5 * DAY });
});

test("surprises are asked, and what a chapter that was begun asks to remember", () => {
  const asked = (answers) => {
    const cards = started(
      PAGES,
      (key) => answers[key] ?? null,
      () => null,
    );
    return cards.map(({ key, review }) => [key, review.due / DAY]);
  };
  assert.deepEqual(asked({}), []);
  assert.deepEqual(asked({ p: { verdict: "right", at: 0 } }), [["r", 1]]);
  const both = { p: { verdict: "wrong", at: 0 }, q: { verdict: "shown", at: 2 * DAY } };
  assert.deepEqual(asked(both), [
    ["p", 1],
    ["r", 3],
  ]);
});

test("a field of the table holds no tab and no end of line", () => {
  const lines = ankiTable(PAGES, (key) => key === "p")
    .trimEnd()
    .split("\n");
  assert.deepEqual(lines.slice(3), [
    "a b\tc d\ttied tied::ends prediction surprised",
    "e\tf\ttied tied::ends prediction",
    "g\th\ttied tied::ends recall",
  ]);
});
