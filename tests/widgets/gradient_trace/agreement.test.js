// Contributions are vectors that are written out, so that cosines can be seen.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  cosine,
  cosinesWithSum,
  relation,
  shares,
} from "../../../src/tying/widgets/gradient_trace/agreement.js";
import { gram, norm, plus, vector } from "../../../src/tying/widgets/gradient_trace/arrays.js";
import { agreement, stepEffect } from "../../../src/tying/widgets/gradient_trace/sentences.js";
import { WORDS } from "../../../src/tying/widgets/gradient_trace/words.js";

const t = WORDS.en;

/** A parameter whose uses contribute these vectors. */
function parameterOf(...contributions) {
  const parts = contributions.map(vector);
  const uses = parts.map((part) => ({ norm: norm(part) }));
  return { name: "w", uses, gram: gram(parts), norm: norm(parts.reduce((a, b) => plus(a, b))) };
}

describe("words for agreement follow the cosine", () => {
  const lines = (...contributions) => agreement(t, parameterOf(...contributions));

  test("of two uses", () => {
    const first = (...contributions) => lines(...contributions)[0];
    assert.equal(first([3, 4], [6, 8]), "Use 2 pulls with use 1 (cosine 1).");
    assert.equal(first([3, 4], [4, -3]), "Use 2 pulls neither with nor against use 1 (cosine 0).");
    assert.equal(first([1, 0], [-3, 4]), "Use 2 pulls against use 1 (cosine −0.6).");
    assert.equal(first([0, 0], [1, 0]), "Use 1 contributes nothing.");
  });
  test("of their sum", () => {
    assert.match(lines([1, 0], [-1, 0])[1], /^The contributions cancel: w\.grad is zero/);
    assert.match(lines([3, 4], [6, 8])[1], /which is 100 % of that\.$/);
    assert.match(lines([3, 0], [0, 4])[1], /add up to 7; their sum has norm 5, which is 71 % of/);
  });
  test("of many, which are counted", () => {
    assert.equal(
      lines([1, 0], [1, 0], [0, 1], [-1, 0])[0],
      "Pairs of uses: 6. Pulling the same way: 1; against each other: 2; neither: 3.",
    );
  });
  test("of none, and of one", () => {
    assert.deepEqual(lines([0, 0], [0, 0]), ["All contributions are zero."]);
    assert.deepEqual(lines([1, 2]), [
      "There is one use, so its contribution is the whole gradient.",
    ]);
  });
});

test("a cosine near zero is neither with nor against", () => {
  assert.deepEqual([1, 0.1, 0.09, -0.09, -0.1, null].map(relation), [
    "same",
    "same",
    "across",
    "across",
    "against",
    "none",
  ]);
  assert.equal(cosine(gram([vector([0, 0]), vector([1, 0])]), 0, 1), null);
});

test("shares of the fall add up to one and are negative against the sum", () => {
  assert.deepEqual(shares(parameterOf([-1], [2])), [-1, 2]); // sum 1
  assert.deepEqual(shares(parameterOf([3, 0], [0, 4])), [9 / 25, 16 / 25]);
  assert.deepEqual(shares(parameterOf([1], [-1])), [null, null]);
});

test("cosines with the sum", () => {
  assert.deepEqual(cosinesWithSum(parameterOf([3, 0], [0, 4])), [3 / 5, 4 / 5]);
  assert.deepEqual(cosinesWithSum(parameterOf([-1], [2], [0])), [-1, 1, null]);
});

describe("the effect of a step", () => {
  const effect = (loss, after, alone) => stepEffect(t, { loss, after, alone }, { name: "b" }, 0.1);
  const step = "Step of 0.1 × b.grad: loss 2 → ";

  test("is the loss before and after", () => {
    assert.equal(effect(2, 1, [1.5, 1.5]), `${step}1.`);
  });
  test("goes against a use whose own loss rises", () => {
    assert.equal(
      effect(2, 1, [2.5, 0.5]),
      `${step}1. The step goes against use 1, since the other use pulls harder.`,
    );
    assert.match(
      effect(2, 1, [2.5, 0.5, 2.5, 0.1]),
      /against use 1 and use 3, since the other uses/,
    );
  });
  test("may be too long", () => {
    assert.equal(
      effect(2, 3, [2.5, 2.5]),
      `${step}3. The step raises the loss, from 2 to 3: it is too long.`,
    );
  });
});
