// What the reader's acts do to the state of a view: { setting, first, told, guessing, covered }.
// `first` is where a reset leads, `told` the setting that the reader has heard of last, `guessing`
// whether a guess comes before the answer after each change, `covered` whether one is due now.

import { same } from "../common/traits.js";
import { snap } from "./controls.js";
import { changeInWords, guessInWords } from "./sentences.js";

export function initialState(setting) {
  return { setting, first: setting, told: setting, guessing: false, covered: false };
}

/** Acts that change the setting; `redraw()` and `say(text, tone)` show what comes of them. */
export function settingActions(t, model, state, { redraw, say }) {
  const limits = model.get("limits");
  const presets = model.get("presets");

  function become(next) {
    if (same(next, state.setting)) return;
    state.setting = next;
    state.covered = state.guessing;
    model.set("setting", next);
    redraw();
    say(...changeInWords(t, state.told, next, presets, state.covered));
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
  /** What happened since it was last spoken is settled once the reader pauses. */
  function settle() {
    model.save_changes(); // a kernel hears where a drag ends, not where it passes
    state.told = state.setting;
  }
  /** Take the setting from Python; nothing is said of what the reader has not done. */
  function adopt() {
    const next = model.get("setting");
    if (same(next, state.setting)) return;
    state.setting = next;
    state.told = next;
    redraw();
  }
  return { begin, change, choose, settle, adopt };
}

/** Acts of the reader who guesses first; `focus()` goes back to where guessing is chosen. */
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
