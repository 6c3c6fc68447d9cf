// Which weight sits where: the output's places, the window that the chosen one looks through, and
// the weights of that window in two layers.

import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { slider } from "../common/slider.js";
import { onWidth } from "../common/width.js";
import { fill } from "../common/words.js";
import { imagePanel } from "./image_panel.js";
import { pictureLegend } from "./legend.js";
import { outputPanel } from "./output_panel.js";
import { span } from "./sentences.js";
import { weightsOf } from "./weights.js";
import { weightsPanel } from "./weights_panel.js";

const GAP = 18; // pixels between the pictures, as in the style sheet
const NARROW = 620; // pixels below which two pictures stand side by side, not four
const LARGEST = 190; // pixels of a picture

/** The place in the middle, where no edge is near and the two layers differ; its first channel. */
export const middle = (counts) => ({
  i: (counts?.height ?? 1) >> 1,
  j: (counts?.width ?? 1) >> 1,
  f: 0,
});

/** The last row, column and channel of the output. */
const lastPlace = (setting, counts) => ({
  i: counts.height - 1,
  j: counts.width - 1,
  f: setting.channels_out - 1,
});

/** The place, or the nearest that the output has. */
export function nearest(place, setting, counts) {
  const last = lastPlace(setting, counts);
  const within = ([key, most]) => [key, Math.min(place[key], most)];
  return Object.fromEntries(Object.entries(last).map(within));
}

/** The sliders of a place: row, column and output channel. */
function placeSliders(t, choose) {
  const made = (key, title, value) =>
    slider(
      title,
      [0, 0],
      (n, last) => fill(value, { n, last }),
      (n) => choose({ [key]: n }),
    );
  return {
    i: made("i", t.row, t.rowValue),
    j: made("j", t.column, t.columnValue),
    f: made("f", t.channelOut, t.channelValue),
  };
}

/**
 * The pixels of a picture, where so many are wide; the style sheet gets their number in a row.
 */
function pictureSize(canvas, width) {
  const columns = width < NARROW ? 2 : 4;
  canvas.style.setProperty("--columns", columns);
  return Math.min(LARGEST, Math.floor((width - (columns - 1) * GAP) / columns));
}

/**
 * The section; `choose({ i, j, f })` with some of the three where the reader chooses, `redraw()`
 * when there is room for pictures of another size. `draw(setting, counts, place)`; counts may be
 * null.
 */
export function weightsSection(t, choose, redraw, signal) {
  const sliders = placeSliders(t, choose);
  const fields = Object.values(sliders).map(({ field }) => field);
  const output = outputPanel(t, (i, j) => choose({ i, j }), ...fields);
  const image = imagePanel(t);
  const weights = ["local", "convolution"].map((layer) => weightsPanel(t, layer));
  const panels = [output, image, ...weights].map((panel) => panel.node);
  const canvas = h("div", { class: "counts-panels" }, ...panels);
  const dense = h("p", { class: "tied-small" });
  const overfull = h("p", { class: "tied-small" });
  const node = h(
    "section",
    { class: "tied-stack tied-section counts-where", "aria-label": t.where },
    h("strong", null, t.where),
    canvas,
    pictureLegend(t),
    dense,
    overfull,
  );
  let size = 0;
  onWidth(
    canvas,
    (width) => {
      size = pictureSize(canvas, width);
      redraw();
    },
    signal,
  );

  function drawWords(setting, counts, place) {
    const met = weightsOf("dense", setting, counts, place);
    setText(dense, fill(t.denseNote, { n: format(met.count), numbers: span(t, met) }));
    const { height, width, kernel } = setting;
    setText(overfull, kernel ** 2 > height * width ? t.overfull : "");
    overfull.hidden = !overfull.textContent;
  }
  function draw(setting, counts, place) {
    if (!counts) return image.draw(setting, { i: 0, j: 0 }, size, false);
    const last = lastPlace(setting, counts);
    for (const [key, one] of Object.entries(sliders)) one.draw(place[key], last[key]);
    drawWords(setting, counts, place);
    if (!size) return;
    output.draw(counts, place, size);
    image.draw(setting, place, size, true);
    for (const panel of weights) panel.draw(setting, counts, place, size);
  }
  return { node, draw };
}
