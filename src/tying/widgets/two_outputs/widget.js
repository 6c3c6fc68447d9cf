// The widget of two outputs: an image with two windows, and for each layer its kernels and outputs.

import { h } from "../common/dom.js";
import { fold, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { settingOf } from "../common/setting.js";
import { dataTable } from "../common/table.js";
import { same } from "../common/traits.js";
import { fill, words } from "../common/words.js";
import { written } from "./cells.js";
import { changed, changes, counts, placesOf } from "./changes.js";
import { controls, placeInWords } from "./controls.js";
import { imagePart } from "./image_part.js";
import { layerPart } from "./layer_part.js";
import { WORDS } from "./words.js";

const LAYERS = ["convolution", "local"];

/** What came out, in one sentence for each layer. */
function inWords(t, { weight, added }, { convolution, local }, kernel) {
  if (added === 0) return t.none;
  const all = convolution.flat();
  return fill(t.told, {
    added: written(added, true),
    weight: placeInWords(t, weight, kernel),
    all: all.length,
    shared: all.filter(Boolean).length,
    local: local.flat().some(Boolean) ? t.onlyA : 0,
  });
}

/** A row for each output, with its changes in the two layers. */
function changeTable(t, places) {
  const table = dataTable(t.table, [t.output, ...LAYERS.map((one) => t.layers[one])], [1, 2]);
  function draw({ a, b }, changed) {
    const name = (k) => (k === a ? " (A)" : k === b ? " (B)" : "");
    const rows = changed.convolution
      .flat()
      .map((_, k) => [
        fill(t.named, { place: placeInWords(t, k, places), name: name(k) }),
        ...LAYERS.map((one) => written(changed[one].flat()[k], true)),
      ]);
    table.fillWith(rows);
  }
  return { node: h("div", { class: "tied-scroll", tabindex: 0 }, table.node), draw };
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const [image, weights] = [model.get("image"), model.get("weights")];
  const [places, kernelSize] = [placesOf(image, weights), weights.length];
  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const control = controls(t, model.get("limits"), { places, kernel: kernelSize }, change);
  const picture = imagePart(t, image, weights);
  const shape = { weights, places, stored: counts(image, weights) };
  const layers = LAYERS.map((layer) => [layer, layerPart(t, layer, shape, change)]);
  const parts = h("div", { class: "outputs-parts" }, picture.node);
  parts.append(...layers.map(([, { node }]) => node));
  parts.append(h("p", { class: "tied-small outputs-key" }, t.key));
  const table = changeTable(t, places);
  const numbers = fold(t.table, table.node);
  const root = frame(t.group, control.node, parts, status.node, numbers, kernel.node);
  root.classList.add("two-outputs");
  isolated(el, model).append(root);

  function change(values) {
    const next = changed(held.now(), values);
    if (same(next, held.now())) return;
    held.set(next);
    status.say(inWords(t, next, redraw(), kernelSize));
  }
  function redraw() {
    const setting = held.now();
    const moved = held.answer() ?? changes(setting, image, weights);
    control.draw(setting);
    picture.draw(setting);
    for (const [layer, part] of layers) part.draw(setting, moved[layer]);
    table.draw(setting, moved);
    held.drawSource();
    return moved;
  }

  status.say(`${t.hint} ${inWords(t, held.now(), redraw(), kernelSize)}`, "", { aloud: false });
  held.start();
}

export default { render };
