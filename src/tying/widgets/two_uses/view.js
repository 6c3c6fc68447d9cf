// The parts of the widget, put together and drawn.

import { button } from "../common/button.js";
import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { fold, frame } from "../common/frame.js";
import { legend, swatch } from "../common/legend.js";
import { scroller } from "../common/scroller.js";
import { slider } from "../common/slider.js";
import { dataTable } from "../common/table.js";
import { fill } from "../common/words.js";
import { lastGuess } from "./area.js";
import { contributionBars } from "./bars.js";
import { growingRectangle } from "./rectangle.js";
import { named } from "./sentences.js";

const [LEAST, MOST, STEP] = [0.05, 1, 0.05]; // of the rise of the weight

/** The numbers of the picture; before they have arrived, question marks stand for them. */
function numbersTable(t) {
  const table = dataTable(t.fold, [t.part, t.gradient, t.growth], [1, 2]);
  function draw({ step }, { contributions: [height, width], gradient, growth }, arrived) {
    const shown = (number) => (arrived ? format(number) : "?");
    table.fillWith([
      [t.height, shown(height), shown(height * step)],
      [t.width, shown(width), shown(width * step)],
      [t.corner, "", shown(step * step)],
      [t.together, shown(gradient), shown(growth)],
    ]);
  }
  return { node: table.node, draw };
}

/** The slider that raises the weight; before the guess only its room is there. */
function rise(t, change) {
  const control = slider(t.step, [LEAST, MOST, STEP], format, change);
  function draw(step, arrived) {
    control.draw(step);
    control.field.classList.toggle("is-later", !arrived);
  }
  return { field: control.field, draw };
}

/** `on` is what the parts call: guess, press and raise. `draw(setting, answer, guess, arrived)`. */
export function view(t, first, on, status, source, signal) {
  const question = [h("p"), h("p", { class: "two-uses-ask" })];
  const picture = growingRectangle(MOST);
  const step = rise(t, on.raise);
  const bars = contributionBars(t, lastGuess(first), on.guess);
  const press = button(t.arrive, on.press, { class: "two-uses-press" });
  const table = numbersTable(t);
  const key = legend([
    [swatch("separate", "dashed"), t.contributes],
    [swatch("tied"), t.receives],
    [swatch("guess", "dotted"), t.yourGuess],
  ]);
  const left = h("div", { class: "two-uses-part" }, picture.node, step.field);
  const right = h("div", { class: "two-uses-part" }, bars.node, press);
  const panels = h("div", { class: "two-uses-panels" }, left, right);
  const numbers = fold(t.fold, scroller(t, t.fold, table.node, signal));
  const root = frame(t.group, ...question, panels, status, key, numbers, source);
  root.classList.add("two-uses");

  function draw(setting, answer, guess, arrived) {
    const numbersInWords = named(setting, answer);
    setText(question[0], fill(t.rectangle, numbersInWords));
    setText(question[1], fill(t.ask, numbersInWords));
    picture.draw(setting, answer, arrived);
    step.draw(setting.step, arrived);
    bars.draw(answer, guess, arrived);
    table.draw(setting, answer, arrived);
    setText(press, arrived ? t.again : t.arrive);
  }
  return { root, draw };
}
