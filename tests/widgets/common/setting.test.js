// The setting of a widget: changed by the page and by Python, and answered by a kernel.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { settingOf } from "../../../src/tying/widgets/common/setting.js";
import { COMMON_WORDS } from "../../../src/tying/widgets/common/words.js";
import { Model, openPage } from "./stand_in.js";

let log = [];

function view(traits = {}) {
  const model = new Model({ setting: { n: 1 }, ...traits });
  const t = { ...COMMON_WORDS.en, hint: "Drag it." };
  const abort = new AbortController();
  const note = (what) => () => log.push([what, held.now().n]);
  const held = settingOf(t, model, note("redraw"), abort.signal, note("replaced"));
  held.start();
  return { model, held, abort };
}

beforeEach(() => {
  log = [];
  openPage();
});

test("it opens with the trait, asks the kernel, and draws nothing by itself", () => {
  const { model, held } = view();
  assert.deepEqual(held.now(), { n: 1 });
  assert.deepEqual(model.sent, [{ ask: "result" }]);
  assert.deepEqual(log, []);
});

test("what the page sets reaches the model, and is not taken for a change by Python", () => {
  const { model, held } = view();
  held.set({ n: 2 });
  assert.deepEqual(model.get("setting"), { n: 2 });
  assert.deepEqual(held.now(), { n: 2 });
  assert.deepEqual(log, [["redraw", 2]]);
});

test("what Python sets replaces the setting, which is told while the old one still stands", () => {
  const { model, held } = view();
  model.set("setting", { n: 3 });
  assert.deepEqual(held.now(), { n: 3 });
  assert.deepEqual(log, [
    ["replaced", 1],
    ["redraw", 3],
  ]);
});

test("the kernel's answer counts for the setting that it answers, and the source says so", () => {
  const { model, held } = view();
  model.set("result", { setting: { n: 1 }, value: 7, answers: 1 });
  assert.equal(held.answer().value, 7);
  held.drawSource();
  assert.equal(held.kernel.node.dataset.source, "kernel");
  held.set({ n: 2 });
  assert.equal(held.answer(), null);
  held.drawSource();
  assert.equal(held.kernel.node.dataset.source, "page");
});

test("a view that has ended listens no more", () => {
  const { model, held, abort } = view();
  abort.abort();
  model.set("setting", { n: 3 });
  assert.deepEqual(held.now(), { n: 1 });
  assert.deepEqual(log, []);
});
