// When a question is asked again: 1, 3, 7 and 21 days after it was last known.

const DAY = 86_400_000;
export const INTERVALS = [1, 3, 7, 21];

const due = (step, from) => ({ step, due: from + INTERVALS[step] * DAY });

/** The first time that a question is asked, after a chapter was read at `from`. */
export function begin(from) {
  return due(0, from);
}

/** What follows when a question was known, or not; it is done after the last interval. */
export function next(review, known, now) {
  if (!known) return due(0, now);
  const step = review.step + 1;
  return step < INTERVALS.length ? due(step, now) : { step, due: Number.MAX_SAFE_INTEGER };
}

export function isDone(review) {
  return review.step >= INTERVALS.length;
}

/**
 * The questions that are asked of this reader: surprises, and what chapters that were begun ask to
 * remember. `answerOf(key)` and `reviewOf(key)` read the store.
 */
export function started(pages, answerOf, reviewOf) {
  const cards = [];
  for (const page of pages) {
    const answers = page.cards.map((card) => answerOf(card.key)).filter(Boolean);
    const read = Math.max(...answers.map((record) => record.at));
    for (const card of page.cards) {
      const record = answerOf(card.key);
      const asked = card.kind === "recall" ? answers.length > 0 : record?.verdict === "wrong";
      const from = card.kind === "recall" ? read : record?.at;
      if (asked) cards.push({ ...card, page, review: reviewOf(card.key) ?? begin(from) });
    }
  }
  return cards;
}
