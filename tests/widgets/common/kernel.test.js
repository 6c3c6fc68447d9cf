// What a view makes of its kernel's answers.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { kernelOf } from "../../../src/tying/widgets/common/kernel.js";
import { COMMON_WORDS } from "../../../src/tying/widgets/common/words.js";
import { Model, openPage } from "./stand_in.js";

const SETTING = { n: 1 };
let drawn = 0;

function view(traits) {
  const model = new Model(traits);
  const abort = new AbortController();
  const changed = () => (drawn += 1);
  const kernel = kernelOf(COMMON_WORDS.en, model, "setting", changed, abort.signal);
  return { model, kernel, abort };
}

beforeEach(() => {
  drawn = 0;
  openPage();
});

test("an answer counts once it has come, and only for its own setting", () => {
  const result = { setting: SETTING, counts: 3, answers: 1 };
  const { model, kernel } = view({ result }); // as a page keeps it that was built with a kernel
  assert.equal(kernel.answer(SETTING), null);
  assert.equal(kernel.answered(), false);
  model.set("result", result);
  assert.equal(drawn, 1);
  assert.deepEqual(kernel.answer({ n: 1 }), result);
  assert.equal(kernel.answer({ n: 2 }), null);
});

test("a view asks when it is complete, and may ask further questions", () => {
  const { model, kernel } = view({});
  kernel.start();
  kernel.ask("draws", { xs: [1] });
  assert.deepEqual(model.sent, [{ ask: "result" }, { ask: "draws", xs: [1] }]);
});

test("an error is no answer, and is shown instead of who computed", () => {
  const { model, kernel } = view({});
  model.set("result", { setting: SETTING, error: "no room", answers: 1 });
  assert.equal(kernel.answer(SETTING), null);
  assert.equal(kernel.answered(), false);
  kernel.draw("page", SETTING);
  assert.equal(
    kernel.node.textContent,
    "computed by your browser; PyTorch could not answer: no room",
  );
  kernel.draw("page", { n: 2 });
  assert.equal(kernel.node.textContent, "computed by your browser");
});

const ENDED = "; the notebook's kernel has ended: run the cell again, and PyTorch answers";

test("when the kernel has ended its answers no longer count, and the line says so", () => {
  const { model, kernel } = view({});
  model.set("result", { setting: SETTING, answers: 1 });
  model.end();
  assert.equal(drawn, 2);
  assert.equal(kernel.answer(SETTING), null);
  assert.equal(kernel.answered(), false);
  kernel.draw("page", SETTING);
  assert.equal(kernel.node.textContent, `computed by your browser${ENDED}`);
  kernel.draw("build", SETTING);
  assert.equal(kernel.node.textContent, `computed by PyTorch when the cell was run${ENDED}`);
  model.set("result", { setting: SETTING, answers: 2 }); // of another kernel
  kernel.draw("kernel", SETTING);
  assert.equal(kernel.node.textContent, "computed by PyTorch, in your notebook");
});

test("a view that is drawn when the kernel has ended says so, and asks in vain", () => {
  const { model, kernel } = view({ result: { setting: SETTING, answers: 1 } });
  model.send = () => {
    throw new Error("Cannot send"); // as JupyterLab does
  };
  kernel.start();
  kernel.ask("draws", {});
  assert.equal(drawn, 2);
  kernel.draw("page", SETTING);
  assert.equal(kernel.node.textContent, `computed by your browser${ENDED}`);
});

test("a view that is removed gets no calls", () => {
  const { model, abort } = view({});
  abort.abort();
  model.set("result", { setting: SETTING, answers: 1 });
  assert.equal(drawn, 0);
});
