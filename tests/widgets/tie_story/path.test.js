// A story of three steps has six positions: each step is asked, and then told.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as path from "../../../src/tying/widgets/tie_story/path.js";

const LAST = 2;
const start = path.arrived(0, LAST);

/** The reader after so many steps on. */
const after = (count) => {
  let reader = start;
  for (let i = 0; i < count; i += 1) reader = path.forward(reader, LAST);
  return reader;
};

describe("the way through a story", () => {
  test("asks each step and then tells it, which does it", () => {
    const places = [0, 1, 2, 3, 4, 5].map((count) => path.placeOf(after(count)));
    assert.deepEqual(
      places.map(({ index, isTold, done }) => [index, isTold, done]),
      [
        [0, false, 0],
        [0, true, 1],
        [1, false, 1],
        [1, true, 2],
        [2, false, 2],
        [2, true, 3],
      ],
    );
  });
  test("leads from the end to the start, and forgets the answers", () => {
    const end = after(5);
    assert.ok(path.isAtEnd(end, LAST));
    assert.deepEqual(path.forward(end, LAST), start);
  });
  test("keeps an answer when the reader goes back, and no answer is null", () => {
    const answered = path.forward(start, LAST, 1);
    const shown = path.forward(path.forward(answered, LAST), LAST);
    assert.deepEqual(shown.said, [1, null]);
    assert.deepEqual(path.back(path.back(shown)), { position: 1, said: [1, null] });
    assert.deepEqual(start.said, []); // nothing that is given is changed
  });
  test("stops at the start", () => {
    assert.deepEqual(path.back(start), start);
  });
  test("begins where a kernel has done steps, and at the end where all are done", () => {
    assert.deepEqual(path.placeOf(path.arrived(2, LAST)), { index: 2, isTold: false, done: 2 });
    assert.deepEqual(path.placeOf(path.arrived(3, LAST)), { index: 2, isTold: true, done: 3 });
  });
});
