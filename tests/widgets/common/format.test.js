import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "../../../src/tying/widgets/common/format.js";

test("numbers are grouped, rounded, and have a true minus sign", () => {
  const cases = [
    [124439808, "124,439,808"],
    [0.1 + 0.2, "0.3"],
    [-1.5, "−1.5"],
    [-0, "0"],
    [-1e-9, "0"],
  ];
  for (const [value, text] of cases) assert.equal(format(value), text);
});
