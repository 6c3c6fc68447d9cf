// Expected counts are those of the net of 40 + 72 + 72 + 9 numbers, whose middle weights have 64.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as actions from "../../../src/tying/widgets/ledger/actions.js";
import { WORDS } from "../../../src/tying/widgets/ledger/words.js";
import { linear, link, net, recipe, squares } from "./recipes.js";

const t = WORDS.en;
const start = actions.newSession(net());

/** The result of several actions, written as [action, ...values]. */
function after(session, ...steps) {
  let result = { session };
  for (const [action, ...values] of steps) result = action(t, result.session, ...values);
  return result;
}

describe("an operation", () => {
  test("adds a link, remembers the recipe, and says what it did to the counts", () => {
    const { session, text, tone } = after(start, [actions.operate, "tie"]);
    assert.deepEqual(session.recipe.links, [link("tie", "2.weight", "4.weight")]);
    assert.deepEqual(session.history, [start.recipe]);
    assert.deepEqual(session.before, { stored: 193, object: 193, slot: 193, use: 193 });
    assert.deepEqual(
      [text, tone],
      ["4.weight now holds the same object as 2.weight: stored 193 → 129.", "done"],
    );
    assert.deepEqual(start.recipe.links, []); // an action changes nothing that it is given
  });
  test("says the count by object where that alone has moved", () => {
    const { text } = after(start, [actions.operate, "alias"], [actions.operate, "tie"]);
    assert.match(text, /: stored stays 129, by object 193 → 129\.$/);
  });
  test("that is refused leaves the recipe and forgets what the counts were", () => {
    const { session } = after(start, [actions.operate, "tie"]);
    const again = after(session, [actions.operate, "tie"]);
    assert.equal(again.session.recipe, session.recipe);
    assert.equal(again.session.before, null);
    assert.deepEqual(
      [again.text, again.tone],
      ["2.weight and 4.weight are tied already.", "refused"],
    );
  });
  test("on the slots of a layer is a link for each", () => {
    const reused = actions.newSession(net(link("reuse", "2.weight", "4.weight")));
    assert.deepEqual(actions.plan(reused, "untieLayer").links, [
      { op: "untie", target: "4.weight" },
      { op: "untie", target: "4.bias" },
    ]);
    const { text } = after(reused, [actions.operate, "untie"]);
    assert.match(text, /stored 121 → 185\. The module had to be split/);
  });
  test("needs two slots, but for an untie", () => {
    const tied = actions.newSession(net(link("tie", "2.weight", "4.weight")));
    const one = after(tied, [actions.choose, { second: "" }]).session;
    assert.equal(actions.plan(one, "copy").refusal.why, "choose");
    assert.deepEqual(actions.plan(one, "untie").links, [{ op: "untie", target: "2.weight" }]);
  });
});

describe("back", () => {
  test("an undo returns to the recipe before, and needs one", () => {
    const done = after(start, [actions.operate, "tie"], [actions.undo]);
    assert.equal(done.session.recipe, start.recipe);
    assert.deepEqual(done.session.history, []);
    assert.equal(done.text, "Undone: 193 numbers stored.");
    assert.equal(after(start, [actions.undo]).tone, "refused");
  });
  test("a reset returns to the example begun with, and can be undone", () => {
    const example = net(link("copy", "2.weight", "4.weight"));
    const { session } = after(
      start,
      [actions.begin, "copied", example],
      [actions.operate, "tie"],
      [actions.reset],
    );
    assert.deepEqual(session.recipe, example);
    assert.equal(session.history.length, 3);
  });
  test("an example keeps the optimiser that was chosen", () => {
    const adam = after(start, [actions.setOptimizer, "adam"]).session;
    assert.equal(after(adam, [actions.begin, "copied", net()]).session.recipe.optimizer, "adam");
  });
});

describe("layers", () => {
  test("a changed width takes the links with it that no longer fit", () => {
    const tied = actions.newSession(net(link("tie", "2.weight", "4.weight")));
    const { session, text } = after(tied, [actions.setLayer, 2, { width: 4 }]);
    assert.deepEqual(session.recipe.links, []);
    assert.match(text, /no longer fit, and are gone: 1\.$/);
  });
  test("another number of calls is reported with the count by use", () => {
    const { text } = after(start, [actions.setLayer, 2, { calls: 3 }]);
    assert.equal(text, "Layer 2 is called 3 times: by use 193 → 337."); // 193 + 2 · 72
  });
  test("a layer that cannot take what it gives is not called again", () => {
    const { session, text } = after(start, [actions.setLayer, 0, { calls: 2 }]);
    assert.equal(session.recipe, start.recipe);
    assert.match(text, /would take 4 and give 8/);
  });
  test("eight are the most and one the least, and an embedding comes first", () => {
    const eight = after(start, [actions.addLayer, "relu"]);
    assert.equal(eight.session.recipe.layers.length, 8);
    assert.match(after(eight.session, [actions.addLayer, "relu"]).text, /^8 layers are the most/);
    const one = actions.newSession(recipe(4, [linear(4)]));
    assert.equal(after(one, [actions.removeLayer, 0]).tone, "refused");
    const front = after(one, [actions.addLayer, "embedding"]);
    assert.equal(front.session.recipe.layers[0].type, "embedding");
    assert.equal(after(front.session, [actions.addLayer, "embedding"]).text, t.why.front);
  });
});

describe("steps", () => {
  test("say what the chosen slots hold", () => {
    const pulled = actions.newSession(squares(2, [], { flipped: ["1.weight"] }));
    const { text } = after(pulled, [actions.advance, 1]);
    // 0.1 + 0.1 · (1 − 0.1), and 0.2 + 0.1 · (−2 − 0.2)
    assert.equal(text, "Step 1 of SGD: 0.weight is 0.19, 1.weight is −0.02.");
  });
  test("say what one slot holds where only one is chosen, and nothing of none", () => {
    const pulled = actions.newSession(squares(2, [], { flipped: ["1.weight"] }));
    const step = [actions.advance, 1];
    const first = after(pulled, [actions.choose, { second: "" }], step);
    assert.equal(first.text, "Step 1 of SGD: 0.weight is 0.19.");
    const second = after(pulled, [actions.choose, { first: "" }], step);
    assert.equal(second.text, "Step 1 of SGD: 1.weight is −0.02.");
    const none = after(pulled, [actions.choose, { first: "", second: "" }], step);
    assert.equal(none.text, "Step 1 of SGD.");
  });
  test("have a limit, and begin again where a pull is turned", () => {
    const far = actions.newSession({ ...net(), steps: 495 });
    assert.match(after(far, [actions.advance, 10]).text, /^500 steps are the most/);
    const { session, text } = after(far, [actions.flip, "4.bias"]);
    assert.deepEqual([session.recipe.steps, session.recipe.flipped], [0, ["4.weight"]]);
    assert.match(text, /^4\.bias is now pulled towards 6; /); // the sixth use
  });
});

describe("the chosen slots", () => {
  test("are pressed in turn", () => {
    const first = after(start, [actions.press, "2.bias"]);
    assert.deepEqual(first.session.chosen, { first: "2.bias", second: "" });
    assert.equal(first.text, "First slot 2.bias, second slot –.");
    const both = after(first.session, [actions.press, "4.bias"]);
    assert.deepEqual(both.session.chosen, { first: "2.bias", second: "4.bias" });
  });
  test("are others where the recipe has them no longer", () => {
    const { chosen } = actions.withKnownSlots(start, squares(2));
    assert.deepEqual(chosen, { first: "0.weight", second: "1.weight" });
    assert.equal(actions.withKnownSlots(start, net()).chosen, start.chosen);
  });
});

test("an example is known by its model and pulls, whoever steps and how often", () => {
  const stepped = { ...net(), optimizer: "adam", steps: 7, flipped: ["4.bias", "4.weight"] };
  assert.ok(actions.isExample(stepped, net()));
  assert.ok(!actions.isExample({ ...stepped, flipped: [] }, net()));
  assert.ok(!actions.isExample(net(link("tie", "2.weight", "4.weight")), net()));
});
