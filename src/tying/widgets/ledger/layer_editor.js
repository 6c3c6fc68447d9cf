// The rows in which a reader edits the layers of a model; made once and then only updated.

import { button } from "../common/button.js";
import { choice, options } from "../common/choice.js";
import { h, setText } from "../common/dom.js";
import { labelled } from "../common/field.js";
import { bar, fold, spring } from "../common/frame.js";
import { fill } from "../common/words.js";
import { addLayer, removeLayer, setInput, setLayer } from "./actions.js";
import { MOST_LAYERS, chain, isSized } from "./chain.js";
import { chainText, layerText, timesText } from "./sentences.js";

const WIDTHS = [1, 4, 8, 12, 16];
const INPUT_WIDTHS = WIDTHS.slice(1);
const CALLS = [1, 2, 3, 4];

const choices = (list, text = String) => list.map((value) => [String(value), text(value)]);

/** The width that a layer gives; hidden where it has none of its own. */
function widthSelect(t, act, i) {
  const select = h("select", {
    "aria-label": fill(t.width, { i }),
    onchange: () => act(setLayer, i, { width: +select.value }),
  });
  function draw(layer) {
    select.hidden = !isSized(layer);
    if (isSized(layer)) options(select, choices(WIDTHS), String(layer.width));
  }
  return { node: select, draw };
}

/** Whether a linear layer has a bias. */
function biasBox(t, act, i) {
  const input = h("input", {
    type: "checkbox",
    "aria-label": fill(t.biasOf, { i }),
    onchange: () => act(setLayer, i, { bias: input.checked }),
  });
  const node = labelled(t.bias, input);
  function draw(layer) {
    node.hidden = layer.type !== "linear";
    input.checked = layer.bias;
  }
  return { node, draw };
}

/** How often a layer is called; hidden where it has nothing to count. */
function callsSelect(t, act, i) {
  const {
    field,
    control,
    draw: drawOptions,
  } = choice(t.calls, (calls) => act(setLayer, i, { calls: +calls }));
  control.setAttribute("aria-label", fill(t.callsOf, { i }));
  const times = choices(CALLS, (k) => timesText(t, k));
  drawOptions(times, "1");
  function draw(layer) {
    field.hidden = !layer.slots.length;
    control.value = String(layer.calls);
  }
  return { node: field, draw };
}

/** The row of layer `i`; `leave()` takes the focus where the row goes while it has it. */
function layerRow(t, act, i, leave) {
  const name = h("span", { class: "ledger-name" });
  const parts = [widthSelect(t, act, i), biasBox(t, act, i), callsSelect(t, act, i)];
  const press = () => {
    act(removeLayer, i);
    if (node.hidden) leave();
  };
  const remove = button(t.remove, press, { "aria-label": fill(t.removeOf, { i }) });
  const fields = parts.map((part) => part.node);
  const node = h("div", { class: "ledger-layer" }, name, ...fields, spring(), remove);
  function draw(layer) {
    node.hidden = !layer;
    if (!layer) return;
    setText(name, `${i}  ${layerText(t, layer)}`);
    for (const part of parts) part.draw(layer);
  }
  return { node, draw };
}

/** All rows, with the width of the input above and a new layer below; `draw(recipe)`. */
export function layerEditor(t, act) {
  const input = choice(t.input, (width) => act(setInput, +width));
  const type = choice(t.addLabel, () => {});
  type.draw(Object.entries(t.types), "linear");
  const add = button(t.add, () => act(addLayer, type.control.value));
  const rows = Array.from({ length: MOST_LAYERS }, (_, i) =>
    layerRow(t, act, i, () => add.focus()),
  );
  const summary = h("span", { class: "ledger-chain" });
  const node = fold(
    `${t.layers}: `,
    bar(null, input.field),
    ...rows.map((row) => row.node),
    bar(null, type.field, add),
  );
  node.firstElementChild.append(summary);

  function draw(recipe) {
    const layers = chain(recipe);
    const title = recipe.layers[0]?.type === "embedding" ? t.rows : t.input;
    setText(summary, chainText(t, recipe));
    setText(input.field.querySelector("label"), title);
    input.draw(choices(INPUT_WIDTHS), String(recipe.input));
    rows.forEach((row, i) => row.draw(layers[i]));
  }
  return { node, draw };
}
