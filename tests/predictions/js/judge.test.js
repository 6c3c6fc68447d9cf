// What is an answer, and what came out so.
import assert from "node:assert/strict";
import test from "node:test";

import {
  isAnswer,
  isNear,
  isRight,
  missedPlaces,
  parseNumber,
} from "../../../book/_ext/tied_book/predictions/js/judge.js";

test("numbers are read as readers of several countries write them", () => {
  const written = {
    193: 193,
    "38,597,376": 38597376,
    "38 597 376": 38597376,
    "0,5": 0.5,
    "-0.5": -0.5,
    "−0.5": -0.5,
    " 1e3 ": 1000,
    ".5": 0.5,
    "1,000.5": 1000.5,
  };
  for (const [text, number] of Object.entries(written)) {
    assert.equal(parseNumber(text), number, text);
  }
});

test("what is no number is none", () => {
  for (const text of ["", "-", "many", "1.2.3", "1,2,3", "0x10", "Infinity", "12 apples"]) {
    assert.equal(parseNumber(text), null, text);
  }
});

test("a tolerance is a distance or a part of the right number", () => {
  assert.ok(isNear(0.6, 0.5, "0.1"));
  assert.ok(!isNear(0.61, 0.5, "0.1"));
  assert.ok(isNear(105, 100, "5%") && isNear(-95, -100, "5%"));
  assert.ok(!isNear(106, 100, "5%"));
});

test("an answer has the form of its kind", () => {
  assert.ok(isAnswer("choice", 3, 3) && isAnswer("number", -0.5, 1));
  assert.ok(isAnswer("order", [2, 3, 1], 3) && isAnswer("drag", [0, 1.5], 2));
  const wrong = [
    ["choice", 4, 3],
    ["choice", "1", 3],
    ["choice", null, 3],
    ["number", "2", 1],
    ["order", [1, 1, 2], 3],
    ["order", [1, 2], 3],
    ["order", "123", 3],
    ["drag", [1, null], 2],
    ["drag", [1], 2],
  ];
  for (const one of wrong) assert.ok(!isAnswer(...one), JSON.stringify(one));
});

test("of a curve it is known which values did not come out", () => {
  assert.deepEqual(missedPlaces([0, 1.6, 2, 4.2], [0, 1, 2, 3.5], "0.5"), [1, 3]);
  assert.deepEqual(missedPlaces([0.5, 1], [0, 1], "0.5"), []);
  assert.deepEqual(missedPlaces([90, 111], [100, 100], "10%"), [1]);
});

test("every kind knows what came out", () => {
  assert.ok(isRight("choice", 2, 2, "") && !isRight("choice", 1, 2, ""));
  assert.ok(isRight("number", 126, 121, "5%") && !isRight("number", 193, 121, "5%"));
  assert.ok(
    isRight("order", [3, 2, 1], [3, 2, 1], "") && !isRight("order", [3, 1, 2], [3, 2, 1], ""),
  );
  assert.ok(
    isRight("drag", [0.2, 1], [0.1, 1.1], "0.2") && !isRight("drag", [0.2, 2], [0.1, 1.1], "0.2"),
  );
});
