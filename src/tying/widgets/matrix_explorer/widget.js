// The matrix explorer: kernel, image, outputs and matrix of a small layer, which light up together.

import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { fold, frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { settingOf } from "../common/setting.js";
import { dataTable } from "../common/table.js";
import { same } from "../common/traits.js";
import { words } from "../common/words.js";
import { LETTERS } from "./cells.js";
import { controls } from "./controls.js";
import { answerOf, changed, placesOf, sizeOf } from "./layer.js";
import { matrixPart } from "./matrix_part.js";
import { gradientInWords, standing } from "./sentences.js";
import { imagePart, kernelPart, outputsPart } from "./small_parts.js";
import { WORDS } from "./words.js";

/** A row for each weight: its value, how often it stands in the matrix, and its gradient. */
function weightTable(t) {
  const table = dataTable(
    t.table,
    [t.weightHead, t.valueHead, t.places, t.gradientHead],
    [1, 2, 3],
  );
  const draw = ({ kernel }, { occurrences, gradient }) =>
    table.fillWith(
      kernel.map((value, k) => [
        LETTERS[k],
        format(value),
        format(occurrences[k]),
        format(gradient[k]),
      ]),
    );
  return { node: table.node, draw };
}

function render({ model, el, signal }) {
  const image = model.get("image");
  const t = words(WORDS);
  const held = settingOf(t, model, redraw, signal);
  const { kernel, status } = held;
  const control = controls(t, model.get("largest"), held.now, change);
  const parts = {
    kernel: kernelPart(t, change),
    image: imagePart(t, image),
    outputs: outputsPart(t, change),
    matrix: matrixPart(t, image[0].length, change),
  };
  const small = h("div", { class: "matrix-small" });
  small.append(parts.kernel.node, parts.image.node, parts.outputs.node);
  const sum = h("p", { class: "matrix-sum" });
  const table = weightTable(t);
  const picture = h("div", { class: "matrix-parts" }, small, parts.matrix.node);
  const numbers = fold(t.table, table.node);
  const root = frame(t.group, control.node, picture, sum, status.node, numbers, kernel.node);
  root.classList.add("matrix-explorer");
  isolated(el, model).append(root);

  function change(values) {
    const next = changed(held.now(), values, image);
    if (same(next, held.now())) return;
    held.set(next);
    status.say(redraw());
  }
  function redraw() {
    const setting = held.now();
    const size = sizeOf(setting, image);
    const found = held.answer() ?? answerOf(setting, image);
    const places = placesOf(setting.weight, found, setting, image);
    control.draw(setting, size);
    parts.kernel.draw(setting);
    parts.image.draw(setting, found);
    parts.outputs.draw(setting, found, size, places);
    parts.matrix.draw(setting, found, size, places);
    setText(sum, gradientInWords(t, setting, found, places));
    table.draw(setting, found);
    held.drawSource();
    return standing(t, setting, found, places);
  }

  status.say(`${t.hint} ${redraw()}`, "", { aloud: false });
  held.start();
}

export default { render };
