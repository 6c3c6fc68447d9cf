import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changeInWords,
  matrixInWords,
  planesInWords,
  rowsOf,
} from "../../../src/tying/widgets/orbit/sentences.js";
import { WORDS } from "../../../src/tying/widgets/orbit/words.js";

const t = WORDS.en;
const setting = { angle: 40, mirror: false, activation: "tanh" };

test("it says whether the output stands still, and otherwise how far it moves", () => {
  assert.equal(
    changeInWords(t, setting, { change: 0.2 }),
    "tanh, 40°: the output changes by 0.20.",
  );
  assert.equal(
    changeInWords(t, { ...setting, mirror: true }, { change: 1e-16 }),
    "tanh, 40° with a mirror: the output stands still.",
  );
});

test("numbers have two decimals and a true minus sign, and no minus zero", () => {
  assert.deepEqual(matrixInWords([[-1.234, -1e-17]]), [["−1.23", "0.00"]]);
});

test("both planes are told, and the table has both matrices", () => {
  const still = planesInWords(t, setting, { change: 0 });
  assert.match(still.code, /turned by 40°/);
  assert.match(still.output, /exactly on the one before/);
  const rows = rowsOf(t, [[1, 0]], { matrix: [[0, 1]], change: 0.5 });
  assert.deepEqual(rows, [
    ["unit 1", "1.00, 0.00", "0.00, 1.00"],
    ["Change of the output", "", "0.50"],
  ]);
});

test("both languages say the same things", () => {
  const keys = (one) =>
    Object.entries(one).map(([key, value]) =>
      typeof value === "object" && !Array.isArray(value) ? [key, keys(value)] : key,
    );
  assert.deepEqual(keys(WORDS.zh), keys(WORDS.en));
});
