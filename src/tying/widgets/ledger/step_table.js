// The next step of the optimiser: for each object its pulls, its gradient, and where it goes.

import { button } from "../common/button.js";
import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { scroller } from "../common/scroller.js";
import { dataTable } from "../common/table.js";
import { fill } from "../common/words.js";
import { flip } from "./actions.js";
import { labelOf, slotsOf, stepOf } from "./labels.js";
import { gradientText, storiesOf } from "./stories.js";

/** Buttons that turn the pull on a slot around, one for each name: `chip(slot, its step)`. */
function pullChips(t, act) {
  const chips = new Map();
  const make = (name) => button("", () => act(flip, name), { class: "ledger-chip" });
  function chip({ name }, { targets }) {
    if (!chips.has(name)) chips.set(name, make(name));
    const node = chips.get(name);
    const list = targets.map(format).join(", ");
    setText(node, `${name} → ${list}`);
    node.setAttribute("aria-label", `${name} → ${list}. ${fill(t.flip, { a: name, list })}`);
    return node;
  }
  const has = (node) => [...chips.values()].includes(node);
  return { chip, has };
}

/** The table, with words above and stories below; `draw(scene, optimizer)`. */
export function stepSection(t, act, signal) {
  const heads = [t.object, t.pulls, t.gradient, t.next];
  const { node: table, fillWith } = dataTable(t.stepTitle, heads);
  const stories = h("ul", { class: "ledger-stories" });
  const chips = pullChips(t, act);
  const node = h(
    "div",
    { class: "tied-stack tied-section ledger-step" },
    h("strong", null, t.stepTitle),
    h("p", { class: "tied-small" }, t.stepHelp),
    scroller(t, t.stepTitle, table, signal),
    stories,
  );

  function row(scene, i) {
    const { value, next } = stepOf(scene, i);
    const pulls = slotsOf(scene, i).map((j) => chips.chip(scene.slots[j], scene.step[j]));
    return [
      labelOf(scene, i),
      h("span", { class: "ledger-chips" }, ...pulls),
      gradientText(scene, [i]),
      `${format(value)} → ${format(next)}`,
    ];
  }
  function draw(scene, optimizer) {
    const focused = node.getRootNode().activeElement;
    fillWith(scene.objects.map((_, i) => row(scene, i)));
    if (chips.has(focused)) focused.focus(); // it left the page for a moment
    const sentences = storiesOf(t, scene, optimizer);
    stories.replaceChildren(...sentences.map((text) => h("li", null, text)));
  }
  return { node, draw };
}
