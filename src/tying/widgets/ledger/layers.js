// The rows in which a reader edits the layers of a model.

import { button } from "../common/button.js";
import { choice, options } from "../common/choice.js";
import { h, setText } from "../common/dom.js";
import { labelled } from "../common/field.js";
import { bar, fold, spring } from "../common/frame.js";
import { fill } from "../common/words.js";
import { MOST_LAYERS, chain, withLayer, without } from "./model.js";

const WIDTHS = [1, 4, 8, 12, 16];
const choices = (list, text = String) => list.map((value) => [String(value), text(value)]);

const layerText = (t, { type, in: before, out }) =>
  type === "relu"
    ? t.types[type]
    : type === "layernorm"
      ? `${t.types[type]} ${before}`
      : `${t.types[type]} ${before} → ${out}`;
export const chainText = (t, recipe) =>
  chain(recipe)
    .map((layer) => layerText(t, layer))
    .join(" · ");

/** "once", "twice", "3 times". */
export const timesText = (t, k) => t.times[k] ?? fill(t.manyTimes, { k });

/** The rows in which the reader edits the layers; made once and then only updated. */
export function layerEditor(t, edit) {
  const input = choice(t.input, (width) => edit((r) => ({ ...r, input: +width })));
  const type = choice(t.addLabel, () => {});
  type.draw(Object.entries(t.types), "linear");
  const add = button(t.add, () =>
    edit((r) => {
      if (r.layers.length >= MOST_LAYERS) return fill(t.why.full, { n: MOST_LAYERS });
      if (type.control.value === "embedding" && r.layers[0].type === "embedding") {
        return t.why.front;
      }
      return withLayer(r, type.control.value);
    }),
  );
  const rows = Array.from({ length: MOST_LAYERS }, (_, i) => {
    const put = (values) =>
      edit(
        (r) => ({
          ...r,
          layers: r.layers.map((layer, j) => (j === i ? { ...layer, ...values } : layer)),
        }),
        i,
      );
    const name = h("span", { class: "ledger-name" });
    const width = h("select", {
      "aria-label": fill(t.width, { i }),
      "data-lm-suppress-shortcuts": true,
      onchange: () => put({ width: +width.value }),
    });
    const bias = labelled(
      t.bias,
      h("input", {
        type: "checkbox",
        "aria-label": fill(t.biasOf, { i }),
        onchange: () => put({ bias: bias.control.checked }),
      }),
    );
    const calls = choice(t.calls, (times) => put({ calls: +times }));
    calls.control.setAttribute("aria-label", fill(t.callsOf, { i }));
    const remove = button(
      t.remove,
      () => {
        edit((r) => (r.layers.length > 1 ? without(r, i) : t.why.last));
        if (row.hidden) add.focus();
      },
      { "aria-label": fill(t.removeOf, { i }) },
    );
    const row = h(
      "div",
      { class: "ledger-layer" },
      name,
      width,
      bias,
      calls.field,
      spring(),
      remove,
    );
    calls.draw(
      choices([1, 2, 3, 4], (k) => timesText(t, k)),
      "1",
    );
    return {
      row,
      draw(layer) {
        row.hidden = !layer;
        if (!layer) return;
        const sized = layer.type === "linear" || layer.type === "embedding";
        setText(name, `${i}  ${layerText(t, layer)}`);
        width.hidden = !sized;
        if (sized) options(width, choices(WIDTHS), String(layer.width));
        bias.hidden = layer.type !== "linear";
        bias.control.checked = layer.bias;
        calls.field.hidden = !layer.slots.length;
        calls.control.value = String(layer.calls);
      },
    };
  });
  const summary = h("span", { class: "ledger-chain" });
  const node = fold(
    `${t.layers}: `,
    bar(null, input.field),
    ...rows.map(({ row }) => row),
    bar(null, type.field, add),
  );
  node.firstElementChild.append(summary);
  return {
    node,
    draw(recipe) {
      const layers = chain(recipe);
      setText(summary, chainText(t, recipe));
      setText(
        input.field.querySelector("label"),
        recipe.layers[0]?.type === "embedding" ? t.rows : t.input,
      );
      input.draw(choices(WIDTHS.slice(1)), String(recipe.input));
      rows.forEach((row, i) => row.draw(layers[i]));
    },
  };
}
