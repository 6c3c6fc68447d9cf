import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { refusalOf, replay, sharing } from "../../../src/tying/widgets/ledger/replay.js";
import { perform } from "../../../src/tying/widgets/ledger/operations.js";
import { linear, link, net, recipe, squares } from "./recipes.js";

const why = (start, ...done) => refusalOf(start, link(...done))?.why ?? null;

describe("what cannot be done says why", () => {
  test("shapes that differ name the slots that would fit", () => {
    const refusal = refusalOf(net(), link("tie", "2.weight", "0.weight"));
    assert.equal(refusal.why, "shape");
    assert.deepEqual(refusal.wanted, [8, 8]);
    assert.deepEqual(refusal.fits, ["4.weight"]);
  });
  test("a matrix of the transposed shape is to be tied transposed, and is not copied", () => {
    const encoder = recipe(12, [linear(4), linear(12)]);
    assert.equal(why(encoder, "tie", "0.weight", "1.weight"), "turn");
    assert.equal(why(encoder, "transpose", "0.weight", "1.weight"), null);
    assert.equal(why(encoder, "copy", "0.weight", "1.weight"), "shape");
    assert.equal(why(encoder, "transpose", "0.bias", "1.bias"), "matrix");
    assert.equal(why(net(), "transpose", "0.weight", "2.weight"), "notturned");
  });
  test("a tie that stands is not made again, but a copy of it undoes it", () => {
    const tied = squares(2, [link("tie", "0.weight", "1.weight")]);
    assert.equal(why(tied, "tie", "0.weight", "1.weight"), "already");
    assert.equal(why(tied, "alias", "0.weight", "1.weight"), null);
    assert.equal(why(tied, "untie", null, "0.weight"), null);
    assert.equal(why(squares(2), "untie", null, "0.weight"), "alone");
  });
  test("what another slot is computed from stays", () => {
    const turned = squares(2, [link("transpose", "0.weight", "1.weight")]);
    assert.deepEqual(refusalOf(turned, { op: "untie", target: "0.weight" }), {
      why: "source",
      slot: "0.weight",
      other: "1.weight",
    });
    assert.equal(why(turned, "tie", "1.weight", "0.weight"), "computed");
  });
  test("a module takes the place of one of its own type and size alone", () => {
    assert.equal(why(net(), "reuse", "2.weight", "4.bias"), null);
    assert.equal(why(net(), "reuse", "0.weight", "2.weight"), "modules");
    assert.equal(why(net(), "reuse", "2.weight", "2.bias"), "samemodule");
    assert.equal(why(net(), "tie", "2.weight", "2.weight"), "twice");
  });
});

test("what is refused changes nothing", () => {
  const { state } = replay(squares(3, [link("transpose", "0.weight", "1.weight")]));
  const before = structuredClone(state);
  for (const op of ["copy", "alias", "untie"]) {
    assert.ok(perform(state, link(op, "2.weight", "0.weight")));
    assert.deepEqual(state, before);
  }
});

test("untying a slot splits its module, and the other slot stays tied", () => {
  const reused = link("reuse", "2.weight", "4.weight");
  const { state } = replay(net(reused, { op: "untie", target: "4.weight" }));
  const [, , one, , other] = state.modules;
  assert.notEqual(one.locals.weight.object, other.locals.weight.object);
  assert.equal(one.locals.bias.object, other.locals.bias.object);
  assert.deepEqual(sharing(net(reused), "4.weight"), ["4.weight", "4.bias"]);
});
