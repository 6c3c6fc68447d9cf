import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import {
  guessActions,
  initialState,
  settingActions,
} from "../../../src/tying/widgets/bias_variance/actions.js";
import { WORDS } from "../../../src/tying/widgets/bias_variance/words.js";
import { RULE } from "./settings.js";

const t = WORDS.en;
const LIMITS = { heterogeneity: [0, 2, 0.01], tie: [0, 1, 0.01] };
const NOISY = { ...RULE, noise: 2 };

let traits;
let state;
let calls;
let on;

beforeEach(() => {
  traits = { setting: RULE, limits: LIMITS, presets: { noisy: NOISY } };
  state = initialState(RULE);
  calls = [];
  const model = {
    get: (name) => traits[name],
    set: (name, value) => (traits[name] = value),
    save_changes: () => calls.push(["saved"]),
  };
  const show = {
    redraw: () => {},
    say: (...words) => calls.push(words),
    focus: () => calls.push(["focus"]),
  };
  on = { ...settingActions(t, model, state, show), ...guessActions(t, state, show) };
});

describe("the setting", () => {
  test("is changed in the model and announced", () => {
    on.change("noise", 1.5);
    assert.deepEqual(traits.setting, { ...RULE, noise: 1.5 });
    assert.equal(state.setting, traits.setting);
    assert.match(calls[0][0], /^Noise of an observation σ²: 1\.5, was 1\./);
  });
  test("is left alone where nothing changes", () => {
    on.change("noise", 1);
    assert.equal(traits.setting, RULE);
    assert.deepEqual(calls, []);
  });
  test("has the reader's own strength once that is moved", () => {
    on.change("best", true);
    on.change("tie", 0.7);
    assert.deepEqual(traits.setting, { ...RULE, tie: 0.7 });
  });
  test("follows a drag to a step of the slider", () => {
    on.choose(0.3333);
    assert.equal(traits.setting.heterogeneity, 0.33);
  });
  test("begins with a preset, to which a reset leads", () => {
    on.begin("noisy");
    on.change("heterogeneity", 1);
    on.begin(null);
    assert.deepEqual(traits.setting, NOISY);
  });
  test("is announced from where it was settled, and not when Python changed it", () => {
    on.change("noise", 1.5);
    on.settle();
    assert.deepEqual(state.announced, traits.setting);
    traits.setting = NOISY;
    on.adopt();
    assert.equal(state.announced, NOISY);
    assert.equal(calls.length, 2); // the change of noise, and that it was saved
  });
});

describe("a guess", () => {
  test("covers, is asked for after each change, and uncovers", () => {
    on.guessFirst(true);
    assert.equal(state.covered, true);
    assert.deepEqual(calls.pop(), [t.guess.hint]);
    on.guess("tied");
    assert.equal(state.covered, false);
    assert.deepEqual(calls.pop(), ["focus"]);
    on.change("noise", 2);
    assert.equal(state.covered, true);
    on.guessFirst(false);
    assert.equal(state.covered, false);
  });
});
