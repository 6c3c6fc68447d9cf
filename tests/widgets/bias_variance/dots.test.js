import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { dotKeeper, dotsKey, reached } from "../../../src/tying/widgets/bias_variance/dots.js";
import { risks } from "../../../src/tying/widgets/bias_variance/risks.js";
import { RULE } from "./settings.js";

const measured = (mean, error) => ({ risk: { mean, error } });

test("dots belong to a setting whatever its place on the axis", () => {
  const key = dotsKey(RULE);
  assert.equal(dotsKey({ ...RULE, heterogeneity: 1 }), key);
  for (const change of [{ noise: 0.5 }, { tie: 0.7 }, { truth: "random" }, { axis: "tie" }]) {
    assert.notEqual(dotsKey({ ...RULE, ...change }), key, JSON.stringify(change));
  }
  const best = { ...RULE, best: true }; // then the reader's own strength is not in use
  assert.equal(dotsKey({ ...best, tie: 0.7 }), dotsKey(best));
  const tie = { ...RULE, axis: "tie" };
  assert.equal(dotsKey({ ...tie, tie: 0.7, best: true }), dotsKey(tie));
});

test("a bar of two standard errors reaches the curve, or does not", () => {
  const { separate, tied, pooled } = risks(RULE); // 1, 0.625, 0.46875
  const row = {
    x: 0.5,
    separate: measured(separate.risk + 0.19, 0.1),
    tied: measured(tied.risk - 0.21, 0.1),
    pooled: measured(pooled.risk, 0),
  };
  assert.deepEqual(reached(RULE, [row, row]), { hits: 4, all: 6 });
});

describe("the dots of a widget", () => {
  let frames;
  let calls;
  let asked;
  beforeEach(() => {
    frames = [];
    calls = [];
    asked = [];
    globalThis.requestAnimationFrame = (step) => frames.push(step);
    globalThis.cancelAnimationFrame = () => frames.splice(0);
  });
  const keeper = (result = null) =>
    dotKeeper(
      { answer: () => result, ask: (...question) => asked.push(question) },
      {
        redraw: () => calls.push("redraw"),
        complete: ({ draws }) => calls.push(`complete: ${draws.length}`),
        failed: (error) => calls.push(`failed: ${error}`),
      },
    );

  test("come one place in each frame, with another seed each time", () => {
    const dots = keeper();
    dots.run(RULE);
    while (frames.length) frames.shift()();
    assert.deepEqual(calls, [...Array(7).fill("redraw"), "complete: 7"]);
    const first = dots.of(RULE);
    assert.deepEqual([first.seed, first.count, first.from], [1, 200, "page"]);
    assert.deepEqual([first.draws[0].x, first.draws[6].x], [0, 2]);
    dots.run(RULE);
    frames.shift()();
    assert.equal(dots.of(RULE).seed, 2);
    assert.notDeepEqual(dots.of(RULE).draws[0], first.draws[0]);
  });
  test("stop and go when the question is another", () => {
    const dots = keeper();
    dots.run(RULE);
    frames.shift()();
    assert.equal(dots.of({ ...RULE, heterogeneity: 1 }).draws.length, 1);
    assert.equal(dots.of({ ...RULE, locations: 9 }).draws.length, 0);
    assert.equal(frames.length, 0);
  });
  test("are the kernel's where it answers", () => {
    const dots = keeper({});
    dots.run(RULE);
    const [[question, { xs }]] = asked;
    assert.deepEqual([question, xs.length, frames.length], ["draws", 7, 0]);
    const sent = { setting: RULE, draws: [{ x: 0 }], seed: 5, count: 4000 };
    dots.adopt({ ...sent, setting: { ...RULE, data: 2 } }, RULE); // an answer that comes too late
    assert.deepEqual(calls, []);
    dots.adopt(sent, RULE);
    assert.deepEqual(calls, ["redraw", "complete: 1"]);
    assert.equal(dots.of(RULE).from, "kernel");
    dots.adopt({ setting: RULE, error: "no" }, RULE);
    assert.equal(calls.at(-1), "failed: no");
  });
});
