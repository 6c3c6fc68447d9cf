// The weights in the window of one output, in one layer: each with its number and a shade of its
// own, striped where it meets padding.

import { s, setAttributes } from "../common/dom.js";
import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { cellSize, fit, panel, rect, stripes } from "./panel.js";
import { span } from "./sentences.js";
import { shade, weightsOf, windowCells } from "./weights.js";

const DIGIT = 0.62; // width of a digit, in heights of the font
const LARGEST = 12; // pixels of a font
const SMALLEST = 9;
const PLAIN = 10.5; // from here on numbers are written in full

/** Pixels of a font in which this fits into a cell. */
const fontFor = (text, cell) =>
  Math.min(LARGEST, (cell - 4) / (Math.max(2, String(text).length) * DIGIT));

/**
 * How the numbers from `first` are written in cells of this size: `{ font, text(offset) }`. Those
 * too long for a cell are written as what is to be added to the first.
 */
function numbering(first, kernel, cell) {
  const last = kernel * kernel - 1;
  const full = fontFor(first + last, cell);
  if (full >= PLAIN) return { font: full, text: (offset) => String(first + offset) };
  return { font: fontFor(`+${last}`, cell), text: (offset) => `+${offset}` };
}

export function weightsPanel(t, layer) {
  const { defs, style } = stripes();
  const front = s("g");
  const { node, svg, sayAbove, sayBelow } = panel(t.layers[layer], [defs, front]);
  node.dataset.role = layer === "convolution" ? "tied" : "separate";
  node.dataset.layer = layer;

  /** One weight: its title, its shade, stripes where it is outside of the image, its number. */
  function weight(number, { x, y, cell }, inside, { font, text }) {
    const opacity = (0.1 + 0.42 * shade(number, layer)).toFixed(3);
    const box = setAttributes(rect(x, y, cell, cell, "counts-weight"), { "fill-opacity": opacity });
    const over = setAttributes(rect(x, y, cell, cell, "counts-over"), { style });
    const middle = { x: x + cell / 2, y: y + cell / 2 + font * 0.36 };
    const type = { "font-size": font.toFixed(1), class: "counts-number" };
    return s(
      "g",
      { "data-weight": number },
      s("title", null, fill(t.number, { first: format(number) })),
      box,
      ...(inside ? [] : [over]),
      ...(font >= SMALLEST ? [s("text", { ...middle, ...type }, text)] : []),
    );
  }

  function draw(setting, counts, place, size) {
    const { kernel, channels_in: channels } = setting;
    const { first, count } = weightsOf(layer, setting, counts, place);
    const cell = cellSize(size, kernel);
    const { font, text } = numbering(first, kernel, cell);
    const weights = windowCells(setting, place.i, place.j).map(({ offset, inside }) => {
      const [x, y] = [(offset % kernel) * cell, Math.floor(offset / kernel) * cell];
      return weight(first + offset, { x, y, cell }, inside, { font, text: text(offset) });
    });
    front.replaceChildren(...weights);
    const places = counts.height * counts.width;
    const what = fill(t.sets[places > 1 ? layer : "only"], { places: format(places) });
    const numbers = { first: format(first), last: format(first + kernel * kernel - 1) };
    fit(svg, size, fill(t.windowLabel, { what, ...numbers }));
    sayAbove(fill(t.from, numbers));
    const rest = channels > 1 ? `; ${fill(t.channel, { n: channels })}` : "";
    sayBelow(`${what}; ${span(t, { first, count })}${rest}`);
  }
  return { node, draw };
}
