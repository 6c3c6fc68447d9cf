// Sentences about answers, in English.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { offerText, verdict } from "../../../src/tying/widgets/tie_story/answers.js";
import { WORDS } from "../../../src/tying/widgets/tie_story/words.js";

const t = WORDS.en;
const ALL = ["stored", "object", "slot", "use"];
const counts = { ask: "counts", offers: [ALL, ["stored", "object"], ["stored"], []] };
const kind = { ask: "kind", offers: ["tied", "alias", "separate"] };

describe("an answer", () => {
  test("is offered in words", () => {
    assert.deepEqual(
      counts.offers.map((offer) => offerText(t, counts, offer)),
      ["all four", "stored and by object", "only stored", "none"],
    );
    assert.equal(offerText(t, kind, "alias"), "alias: two objects, one storage");
  });
  test("is told to be right, or with the right one beside it", () => {
    assert.equal(verdict(t, counts, 1, 1), "Right: stored and by object.");
    assert.equal(verdict(t, counts, 0, 1), "Your answer: all four. Right: stored and by object.");
    assert.equal(verdict(t, kind, 0, 1), "Your answer: tied. Right: an alias.");
  });
  test("that was only shown is not called right or wrong", () => {
    assert.equal(verdict(t, kind, null, 2), "The answer: separate.");
  });
});
