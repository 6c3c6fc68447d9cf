// The controls of the workbench: where to start from, two slots, what to do with them, and steps.

import { allow, button } from "../common/button.js";
import { choice } from "../common/choice.js";
import { h, setText, uid } from "../common/dom.js";
import { bar, spring } from "../common/frame.js";
import { fill, inOrder } from "../common/words.js";
import {
  advance,
  begin,
  choose,
  isExample,
  operate,
  plan,
  reset,
  restart,
  setOptimizer,
  undo,
} from "./actions.js";
import { shapeOf, slotNames } from "./model.js";
import { replay } from "./replay.js";
import { shapeInWords } from "./sentences.js";
import { WORDS } from "./words.js";

const OPERATIONS = Object.keys(WORDS.en.ops);

/** A choice among the examples, and buttons back; `draw(session)`. */
export function startBar(t, examples, act) {
  const names = inOrder(t.presets, examples); // in the order of learning
  const example = choice(t.start, (name) => {
    if (examples[name]) act(begin, name, examples[name]);
  });
  const undoButton = button(t.undo, () => act(undo));
  const resetButton = button(t.reset, () => act(reset));
  const node = bar(null, example.field, spring(), undoButton, resetButton);
  node.classList.add("ledger-start");
  function draw({ recipe, history }) {
    const shown = Object.keys(examples).find((name) => isExample(recipe, examples[name]));
    const named = names.map((name) => [name, t.presets[name]]);
    example.draw([...named, ...(shown ? [] : [["", t.changed]])], shown ?? "");
    allow(undoButton, history.length > 0);
  }
  return { node, draw };
}

/** A choice for each of the two slots; `draw(session)`. */
export function slotChoices(t, act) {
  const first = choice(t.first, (name) => act(choose, { first: name }));
  const second = choice(t.second, (name) => act(choose, { second: name }));
  const node = bar(null, first.field, second.field);
  function draw({ recipe, chosen }) {
    const { state } = replay(recipe);
    const named = slotNames(state).map((name) => [
      name,
      `${name} (${shapeInWords(shapeOf(state, name))})`,
    ]);
    const list = [["", t.none], ...named];
    first.draw(list, chosen.first);
    second.draw(list, chosen.second);
  }
  return { node, draw };
}

/** A button for each operation, and `help`, a line that explains the one looked at. */
export function operationBar(t, act) {
  const help = h("p", { class: "tied-small ledger-help", id: uid("tied-help") }, t.opHelp.tie);
  const forget = () => setText(help, t.opHelp.tie);
  const operationButton = (op) => {
    const explain = () => setText(help, t.opHelp[op]);
    return button(t.ops[op], () => act(operate, op), {
      "data-op": op,
      title: t.opHelp[op],
      onfocus: explain,
      onmouseenter: explain,
      onblur: forget,
      onmouseleave: forget,
    });
  };
  const buttons = OPERATIONS.map(operationButton);
  const node = bar(t.opsLabel, ...buttons);
  const draw = (session) =>
    OPERATIONS.forEach((op, i) => allow(buttons[i], !plan(session, op).refusal));
  return { node, help, draw };
}

/** The choice of an optimiser, and buttons for its steps; `draw(recipe)`. */
export function stepBar(t, act) {
  const optimiser = choice(t.optimiser, (name) => act(setOptimizer, name));
  const restartButton = button(t.again, () => act(restart));
  const taken = h("span", { class: "tied-small ledger-taken" });
  const node = bar(
    null,
    optimiser.field,
    button(t.step, () => act(advance, 1)),
    button(t.ten, () => act(advance, 10)),
    restartButton,
    taken,
  );
  function draw({ optimizer, steps }) {
    optimiser.draw(Object.entries(t.kinds), optimizer);
    allow(restartButton, steps > 0);
    setText(taken, fill(t.taken, { n: steps }));
  }
  return { node, draw };
}
