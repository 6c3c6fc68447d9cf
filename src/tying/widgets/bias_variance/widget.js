// The widget of bias-variance curves: controls around three panels and a table. The setting is the
// truth.

import { frame } from "../common/frame.js";
import { kernelOf } from "../common/kernel.js";
import { statusLine } from "../common/status.js";
import { listen } from "../common/traits.js";
import { fill, words } from "../common/words.js";
import { guessActions, initialState, settingActions } from "./actions.js";
import { settingControls, startBar } from "./controls.js";
import { curves } from "./curves.js";
import { dotControls, dotKeeper, dotsInWords } from "./dots.js";
import { guessQuestion } from "./guess.js";
import { listing } from "./listing.js";
import { numberTable } from "./numbers.js";
import { panelRow } from "./panels.js";
import { risks } from "./risks.js";
import { noteList, outcomeText, ruleHeading } from "./statements.js";
import { WORDS } from "./words.js";

/**
 * The parts, put together; each draws what it needs of what is shown, { setting, curves, risks,
 * from, dots, covered }. `on` is what they call.
 */
function view(t, model, on, signal) {
  const kernel = kernelOf(t, model, "setting", on.redraw, signal);
  const status = statusLine(t.hint, signal, on.settle);
  const start = startBar(t, model.get("presets"), on);
  const controls = settingControls(t, model.get("limits"), on);
  const question = guessQuestion(t, on.guess);
  const heading = ruleHeading(t);
  const panels = panelRow(t, on, signal);
  const numbers = numberTable(t);
  const outcome = outcomeText(t);
  const notes = noteList(t);
  const dots = dotControls(t, on);
  const all = listing(t, signal);
  const above = [start, controls, status, question, heading];
  const below = [panels, numbers, outcome, notes];
  const root = frame(
    t.group,
    ...[...above, ...below].map(({ node }) => node),
    ...dots.nodes,
    all.node,
    kernel.node,
  );
  root.classList.add("bv");

  const parts = [start, controls, question, heading, ...below, dots, all];
  function draw(shown) {
    root.classList.toggle("is-covered", shown.covered);
    for (const part of parts) part.draw(shown);
    kernel.draw(shown.from, shown.setting);
  }
  return { root, kernel, say: status.say, focusGuess: controls.focus, draw };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const state = initialState(model.get("setting"));
  const show = { redraw, say, focus: () => parts.focusGuess() };
  const setting = settingActions(t, model, state, show);
  const on = { ...setting, ...guessActions(t, state, show), run, clear, redraw };
  const parts = view(t, model, on, signal);
  const { kernel } = parts;
  const dots = dotKeeper(kernel, { redraw, complete, failed }, signal);
  el.append(parts.root);

  function say(...sentence) {
    parts.say(...sentence);
  }
  function redraw() {
    const result = kernel.answer(state.setting);
    parts.draw({
      setting: state.setting,
      curves: result?.curves ?? curves(state.setting),
      risks: result?.risks ?? risks(state.setting),
      from: result ? "kernel" : "page",
      dots: dots.of(state.setting),
      covered: state.covered,
    });
  }
  function run() {
    dots.run(state.setting);
  }
  function clear() {
    dots.clear();
    redraw();
  }
  function complete(measured) {
    say(dotsInWords(t, state.setting, measured), "done");
  }
  function failed(error) {
    say(fill(t.source.failed, { error }), "refused");
  }

  const adoptDraws = () => dots.adopt(model.get("draws"), state.setting);
  listen(model, { "change:setting": setting.adopt, "change:draws": adoptDraws }, signal);
  redraw();
  kernel.start();
}

export default { render };
