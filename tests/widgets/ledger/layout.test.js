import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../../src/tying/widgets/ledger/layout.js";
import { sceneOf } from "../../../src/tying/widgets/ledger/scene.js";
import { link, net } from "./recipes.js";

const RECIPES = [
  net(),
  net(link("reuse", "2.weight", "4.weight")),
  net(link("alias", "2.bias", "4.bias"), link("tie", "2.weight", "4.weight")),
];
const PLANS = RECIPES.flatMap((one) => [320, 499, 500, 900].map((width) => [one, width])).map(
  ([one, width]) => layout(sceneOf(one), width),
);

test("boxes of a column do not overlap and stay within the picture", () => {
  for (const { width, height, slots, objects, storages } of PLANS) {
    for (const boxes of [slots, objects, storages]) {
      const sorted = [...boxes].sort((one, other) => one.y - other.y);
      sorted.forEach(({ x, y, w, h }, i) => {
        assert.ok(x >= 0 && y >= 0 && x + w <= width && y + h <= height);
        if (i) assert.ok(y >= sorted[i - 1].y + sorted[i - 1].h);
      });
    }
  }
});

test("columns stand side by side", () => {
  for (const { slots, objects, storages } of PLANS) {
    assert.ok(slots[0].x + slots[0].w < objects[0].x);
    assert.ok(objects[0].x + objects[0].w < storages[0].x);
  }
});

test("bars are as long as the numbers stored, the longest 60 pixels", () => {
  const { storages } = PLANS[0];
  // 8 × 4, 8, 8 × 8, 8, 8 × 8, 8, 1 × 8 and 1 numbers; the last would be shorter than can be seen
  assert.deepEqual(
    storages.map(({ bar }) => bar),
    [30, 8, 60, 8, 60, 8, 8, 2],
  );
});
