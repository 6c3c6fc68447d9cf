import assert from "node:assert/strict";
import { test } from "node:test";
import { boxCount, filtered, isDrawable } from "../../../src/tying/widgets/ledger/filter.js";
import { labelOf, slotRole } from "../../../src/tying/widgets/ledger/labels.js";
import { sceneOf } from "../../../src/tying/widgets/ledger/scene.js";
import { link, net } from "./recipes.js";

const aliased = sceneOf(net(link("alias", "2.weight", "4.weight")));
const names = (scene) => scene.slots.map(({ name }) => name);

test("a slot comes with those that share its memory, and all keep their letters", () => {
  const part = filtered(aliased, " 4.WEIGHT ");
  assert.deepEqual(names(part), ["2.weight", "4.weight"]);
  assert.deepEqual(part.storages, [{ numel: 64 }]);
  assert.deepEqual(
    part.objects.map((_, i) => labelOf(part, i)),
    ["C", "E"],
  );
  assert.deepEqual(
    part.slots.map((slot) => slotRole(part, slot)),
    ["alias", "alias"],
  );
});

test("nothing to look for leaves the whole, and an unknown name nothing", () => {
  assert.equal(filtered(aliased, "  "), aliased);
  assert.equal(boxCount(filtered(aliased, "9.")), 0);
});

test("a slot whose object lies outside the model is found by its name", () => {
  const outside = { name: "head.weight", shape: [2, 2], object: -1, derived: true, repeats: 1 };
  const part = filtered({ slots: [outside], objects: [], storages: [] }, "head");
  assert.deepEqual(part.slots, [outside]);
});

test("a picture holds 60 boxes", () => {
  const slots = (length) => ({ slots: Array.from({ length }), objects: [], storages: [] });
  assert.ok(isDrawable(slots(60)));
  assert.ok(!isDrawable(slots(61)));
});
