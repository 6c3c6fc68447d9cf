// What a reader is told before an answer is locked, and after it.
import assert from "node:assert/strict";
import test from "node:test";

import { piecesOf } from "../../../book/_ext/tied_book/predictions/js/plot.js";
import { afterJoint, nearnessOf } from "../../../book/_ext/tied_book/predictions/js/verdict.js";

test("how near is near enough is said before an answer is locked", () => {
  assert.equal(
    nearnessOf({ kind: "number", right: 121, tolerance: "5%" }),
    "An answer within 5% of what comes out is right.",
  );
  assert.equal(
    nearnessOf({ kind: "drag", right: [1, 2], tolerance: "0.04" }),
    "Values within 0.04 of what comes out are right.",
  );
  assert.equal(
    nearnessOf({ kind: "drag", right: [1], tolerance: "0.04" }),
    "An answer within 0.04 of what comes out is right.",
  );
});

test("where only the right answer is right, no distance is named", () => {
  assert.equal(nearnessOf({ kind: "order", right: [2, 1], tolerance: "" }), "");
  assert.equal(nearnessOf({ kind: "choice", right: 2, tolerance: "" }), "");
});

test("a line is drawn between neighbours that are both known, and nowhere else", () => {
  const places = ["a", "b", "c", "d", "e"];
  const pieces = (known) => piecesOf(places, [...known].map(Number).map(Boolean));
  assert.deepEqual(pieces("11111"), [places]);
  assert.deepEqual(pieces("10000"), []);
  assert.deepEqual(pieces("11011"), [
    ["a", "b"],
    ["d", "e"],
  ]);
  assert.deepEqual(pieces("10101"), []);
  assert.deepEqual(pieces("01100"), [["b", "c"]]);
});

test("behind a quote that is left out, the text begins as a sentence", () => {
  assert.equal(afterJoint(". As in the linear fits"), "As in the linear fits");
  assert.equal(afterJoint(": because one kernel is left."), "Because one kernel is left.");
  assert.equal(afterJoint("."), "");
});
