// What the reader's actions do to the state of a view, { setting, first, announced, guessing,
// covered }. `first` is where a reset leads, `announced` the setting of the last announcement,
// `guessing` whether a guess comes before the answer after each change, `covered` whether one is
// due now.

import { same } from "../common/traits.js";
import { snap } from "./controls.js";
import { changeInWords, guessInWords } from "./sentences.js";

export function initialState(setting) {
  return { setting, first: setting, announced: setting, guessing: false, covered: false };
}

/** Actions that change the setting; `redraw()` and `say(text, tone)` show their results. */
export function settingActions(t, model, state, { redraw, say }) {
  const limits = model.get("limits");
  const presets = model.get("presets");

  function become(next) {
    if (same(next, state.setting)) return;
    state.setting = next;
    state.covered = state.guessing;
    model.set("setting", next);
    redraw();
    say(...changeInWords(t, state.announced, next, presets, state.covered));
  }
  function begin(preset) {
    state.first = presets[preset] ?? state.first;
    become(state.first);
  }
  function change(name, value) {
    const best = name === "tie" ? false : state.setting.best; // a strength of the reader's own
    become({ ...state.setting, best, [name]: value });
  }
  function choose(x) {
    const { axis } = state.setting;
    change(axis, snap(x, limits[axis]));
  }
  /** Once the reader pauses, the changes since the last announcement are final. */
  function settle() {
    model.save_changes(); // a kernel gets the end of a drag, not every place on the way
    state.announced = state.setting;
  }
  /** Take the setting from Python, without an announcement: the reader has not changed it. */
  function adopt() {
    const next = model.get("setting");
    if (same(next, state.setting)) return;
    state.setting = next;
    state.announced = next;
    redraw();
  }
  return { begin, change, choose, settle, adopt };
}

/** Actions of a reader who guesses first; `focus()` returns to the box of guessing. */
export function guessActions(t, state, { redraw, say, focus }) {
  function guessFirst(yes) {
    state.guessing = yes;
    state.covered = yes;
    redraw();
    if (yes) say(t.guess.hint);
  }
  function guess(who) {
    state.covered = false;
    redraw();
    say(...guessInWords(t, state.setting, who));
    focus();
  }
  return { guessFirst, guess };
}
