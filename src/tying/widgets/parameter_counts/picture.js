// Which weight sits where: the output's places, the window that the chosen one looks through, and
// the weights of that window in two layers. Squares of `size` pixels, drawn anew each time.

const set = (node, attributes) => { for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value); return node; };

/** The lines of a grid as one path; none where the cells are too small to be told apart. */
function gridLines(rows, columns, cell, x = 0, y = 0) {
  if (cell < 4) return "";
  const across = Array.from({ length: rows - 1 }, (_, k) => `M${x} ${y + (k + 1) * cell}h${columns * cell}`);
  return across.concat(Array.from({ length: columns - 1 }, (_, k) => `M${x + (k + 1) * cell} ${y}v${rows * cell}`)).join("");
}

const rect = (x, y, width, height, name) => s("rect", { x, y, width, height, class: name });

/** Stripes for what lies outside the image. */
function stripes() {
  const id = uid("tied-stripes");
  const pattern = s("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, s("path", { d: "M0 0v6", class: "counts-stripe" }));
  return { defs: s("defs", null, pattern), fill: `fill: url(#${id})` };
}

/** A panel: a heading, a square picture, and words below it. */
function panel(title, drawn, ...more) {
  const above = h("p", { class: "tied-small" }), note = h("p", { class: "tied-small" }), svg = s("svg", { role: "img", dir: "ltr", class: "counts-picture" }, ...drawn);
  const node = h("div", { class: "counts-panel" }, h("strong", null, title), above, svg, ...more, note);
  return { node, svg, above: (text) => setText(above, text), note: (text) => setText(note, text) };
}

/** All pictures have the same size, so that nothing moves while a slider does. */
const fit = (svg, size, label) => set(svg, { width: size, height: size, viewBox: `-1 -1 ${size + 2} ${size + 2}`, "aria-label": label });

/** What shades, stripes and frames mean. */
export function pictureLegend(t) {
  const mark = (...drawn) => s("svg", { width: 34, height: 12, class: "counts-picture", "aria-hidden": "true" }, ...drawn), { defs, fill: striped } = stripes();
  const cells = [0.15, 0.5, 0.3].map((opacity, k) => set(rect(1 + 11 * k, 1, 10, 10, "counts-weight"), { "fill-opacity": opacity }));
  return legend([[mark(...cells), t.key.shade], [mark(defs, set(rect(1, 1, 32, 10, "counts-padding"), { style: striped })), t.key.padding], [mark(rect(11, 1, 10, 10, "counts-window")), t.key.window]]);
}

/** The output's places; a click, a drag or an arrow key chooses one: `choose(i, j)`. */
export function outputPanel(t, choose, ...more) {
  const front = s("g"), { node, svg, above } = panel(t.place, [front], ...more);
  let now = { i: 0, j: 0, rows: 1, columns: 1, cell: 1 };
  const clamp = (value, most) => Math.max(0, Math.min(most, value));
  const go = (i, j) => choose(clamp(i, now.rows - 1), clamp(j, now.columns - 1));
  const point = (event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    go(Math.floor(y / now.cell), Math.floor(x / now.cell));
  };
  svg.classList.add("counts-pad");
  svg.setAttribute("tabindex", -1); // the sliders below do the same from the keyboard
  svg.setAttribute("data-lm-suppress-shortcuts", "");
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    svg.setPointerCapture(event.pointerId);
    svg.focus({ preventScroll: true });
    event.preventDefault();
    point(event);
  });
  svg.addEventListener("pointermove", (event) => { if (svg.hasPointerCapture(event.pointerId)) point(event); });
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    go(now.i + step[0], now.j + step[1]);
  });
  return { node, draw(counts, { i, j }, size) {
    const { height: rows, width: columns } = counts, cell = Math.min(size / Math.max(rows, columns), 44);
    const mark = Math.max(cell, 5), middle = (k) => (k + 0.5) * cell - mark / 2;
    now = { i, j, rows, columns, cell };
    front.replaceChildren(rect(0, 0, columns * cell, rows * cell, "counts-frame"), s("path", { d: gridLines(rows, columns, cell), class: "counts-lines" }),
      rect(middle(j), middle(i), mark, mark, "counts-chosen"));
    fit(svg, size, fill(t.padLabel, { rows, columns, i, j }));
    above(`${rows} × ${columns}`);
  } };
}

/** The image with its padding, and the window on it. */
export function imagePanel(t) {
  const { defs, fill: striped } = stripes(), front = s("g"), { node, svg, above, note } = panel(t.image, [defs, front]);
  node.classList.add("is-image");
  return { node, draw(setting, { i, j }, size, fits) {
    const { height, width, kernel, padding } = setting, cells = windowCells(setting, i, j), zeros = cells.filter(({ inside }) => !inside).length;
    const cell = Math.min(size / Math.max(height + 2 * padding, width + 2 * padding, kernel), 44), { top, left } = windowAt(setting, i, j), at = (k) => (k + padding) * cell;
    const outer = rect(0, 0, (width + 2 * padding) * cell, (height + 2 * padding) * cell, "counts-padding");
    outer.setAttribute("style", striped);
    front.replaceChildren(...(padding ? [outer] : []), rect(at(0), at(0), width * cell, height * cell, "counts-frame"),
      s("path", { d: gridLines(height, width, cell, at(0), at(0)), class: "counts-lines" }), rect(at(left), at(top), kernel * cell, kernel * cell, "counts-window"),
      ...(cell < 10 ? [] : cells.filter(({ inside }) => !inside).map(({ row, column }) => s("text", { x: at(column + 0.5), y: at(row + 0.5) + 4, class: "counts-zero" }, "0"))));
    fit(svg, size, fill(t.imageLabel, { h: height, w: width, padded: padding ? fill(t.padded, { p: padding }) : "", top, left, zeros, cells: cells.length }));
    above(`${height} × ${width}`);
    note(!fits ? t.tooLarge : zeros ? fill(t.zeros, { n: zeros, all: cells.length }) : t.noZeros);
  } };
}

/** The weights in the window: each with its number and a shade of its own, striped where it meets padding.
 * Numbers too long for a cell are written as what is to be added to the first. */
export function weightsPanel(t, layer) {
  const { defs, fill: striped } = stripes(), front = s("g"), { node, svg, above, note } = panel(t.layers[layer], [defs, front]);
  node.dataset.role = layer === "convolution" ? "tied" : "separate";
  node.dataset.layer = layer;
  return { node, draw(setting, counts, place, size) {
    const { i, j } = place, { kernel, channels_in: channels } = setting, { first, count } = weightsOf(layer, setting, counts, place);
    const cell = Math.min(size / kernel, 44), last = first + kernel * kernel - 1, fonts = [last, `+${kernel * kernel - 1}`].map((text) => Math.min(12, (cell - 4) / (Math.max(2, String(text).length) * 0.62)));
    const based = fonts[0] < 10.5, font = fonts[+based], places = counts.height * counts.width;
    const what = fill(t.sets[places > 1 ? layer : "only"], { places: format(places) });
    front.replaceChildren(...windowCells(setting, i, j).map(({ offset, inside }) => {
      const x = (offset % kernel) * cell, y = Math.floor(offset / kernel) * cell, box = rect(x, y, cell, cell, "counts-weight");
      box.setAttribute("fill-opacity", (0.1 + 0.42 * shade(first + offset, layer)).toFixed(3));
      const over = rect(x, y, cell, cell, "counts-over");
      over.setAttribute("style", striped);
      const number = s("text", { x: x + cell / 2, y: y + cell / 2 + font * 0.36, "font-size": font.toFixed(1), class: "counts-number" }, based ? `+${offset}` : String(first + offset));
      return s("g", { "data-weight": first + offset }, s("title", null, fill(t.number, { first: format(first + offset) })), box, ...(inside ? [] : [over]), ...(font >= 9 ? [number] : []));
    }));
    above(fill(t.from, { first: format(first) }));
    fit(svg, size, fill(t.windowLabel, { what, first: format(first), last: format(last) }));
    note(`${what}; ${span(t, { first, count })}${channels > 1 ? `; ${fill(t.channel, { n: channels })}` : ""}`);
  } };
}

/** "weights 0 to 74" */
export const span = (t, { first, count }) => fill(count > 1 ? t.numbers : t.number, { first: format(first), last: format(first + count - 1) });
