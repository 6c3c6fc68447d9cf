// The parts from which every widget is put together. Each is made once and then only updated, so
// that the focus stays where it is; all are worked by keyboard and by pointer.

/** The widget's box, one group with a name: `frame("Ledger", ...parts)`. `root.className` may be added to. */
export const frame = (label, ...parts) => h("div", { class: "tied-widget", role: "group", "aria-label": label }, ...parts);

/** Controls side by side, which wrap; a label makes them a group with a name. */
export const bar = (label, ...controls) => h("div", { class: "tied-bar", role: label ? "group" : null, "aria-label": label }, ...controls);

/** What stands behind this in a bar goes to its end. */
export const spring = () => h("span", { class: "tied-spring" });

export const button = (text, press, attributes) => h("button", { type: "button", onclick: press, ...attributes }, text);

/** Whether a button can be used now. It keeps the focus and still answers, so that it can say why not. */
export const allow = (control, yes) => control.setAttribute("aria-disabled", String(!yes));

/**
 * A slider over whole numbers, with its label and its value. `range` is [least, most, step = 1],
 * `say(number, most)` the value in words, `change(number)` is called while it moves, and `show`
 * writes the value beside the label.
 */
export function slider(text, [least, most, step = 1], say, change, show = format) {
  const input = h("input", { type: "range", min: least, max: most, step, oninput: () => { paint(); change(+input.value); } });
  const field = labelled(text, input), shown = h("span", { class: "tied-value", "aria-hidden": "true" });
  const paint = () => input.style.setProperty("--part", input.max === input.min ? 0 : (input.value - input.min) / (input.max - input.min));
  field.classList.add("tied-slider");
  field.insertBefore(shown, input);
  return { field, input, draw(value, last) {
    if (last !== undefined && input.max !== String(last)) input.max = last;
    input.value = value;
    input.disabled = input.min === input.max;
    input.setAttribute("aria-valuetext", say(value, last));
    setText(shown, show(value));
    paint();
  } };
}

/** A select with its label: `draw([[key, text], ...], key)`; `change(key)` is the reader's choice. */
export function choice(text, change) {
  const field = labelled(text, h("select", { onchange: () => change(field.control.value) }));
  return { field, control: field.control, draw: (wanted, value) => options(field.control, wanted, value) };
}

/** A few choices that are all seen, of which one holds: radio buttons, drawn as one strip. */
export function segments(text, wanted, change) {
  const name = uid("tied-segments"), inputs = new Map();
  const strip = wanted.map(([key, label]) => {
    const input = h("input", { type: "radio", name, value: key, "data-lm-suppress-shortcuts": true, onchange: () => change(key) });
    inputs.set(key, input);
    return h("label", { class: "tied-segment" }, input, h("span", null, label));
  });
  const field = h("fieldset", { class: "tied-field tied-segments" }, h("legend", null, text), h("span", { class: "tied-strip" }, ...strip));
  return { field, draw(value) { for (const [key, input] of inputs) input.checked = key === value; } };
}

/**
 * The line that says what just happened: seen at once, spoken after a pause, and then only what
 * it last said. `tone` is "done" or "refused"; `aloud: false` shows without speaking, as while
 * something plays. `spoken()` is called when the pause is over. A widget has one such line.
 */
export function statusLine(hint, signal, spoken = () => {}) {
  const seen = h("span", { class: "tied-seen", "aria-hidden": "true" }, hint), live = h("span", { class: "tied-spoken", role: "status", "aria-live": "polite" }, hint);
  const node = h("div", { class: "tied-status" }, seen, live);
  const speak = whenQuiet(() => { setText(live, seen.textContent); spoken(); }, signal);
  return { node, say(text, tone = "", { aloud = true } = {}) {
    setText(seen, text);
    node.dataset.tone = tone;
    if (aloud) speak();
  } };
}

/** Who computed what is shown: `draw("page" | "kernel" | "build")`. */
export function sourceLine(t) {
  const node = h("p", { class: "tied-small tied-source" });
  return { node, draw(from) { setText(node, t.source[from]); node.dataset.source = from; } };
}

/** A legend: `legend([[swatch("tied"), "tied: one object"], ...])`; a first part may be empty. */
export const legend = (entries) => h("ul", { class: "tied-legend" }, ...entries.map(([mark, text]) => h("li", null, mark ?? "", text)));

/** A sample of a colour of the palette, as an area or as a "line", "dashed" or "dotted". */
export function swatch(role, kind = "area") {
  const drawn = kind === "area" ? s("rect", { x: 1, y: 1, width: 30, height: 10, rx: 2 }) : s("path", { d: "M0 6H32", class: `is-${kind}` });
  return s("svg", { class: "tied-swatch", width: 32, height: 12, "aria-hidden": "true", "data-role": role }, drawn);
}

/** Something folded away behind its title. */
export const fold = (title, ...content) => h("details", { class: "tied-fold" }, h("summary", null, title), ...content);

/** A box that scrolls sideways where it must: then the keyboard reaches it, and an edge and a word say so. */
export function scroller(t, label, node, signal) {
  const hint = h("span", { class: "tied-small tied-sideways", "aria-hidden": "true", hidden: true }, `${t.sideways} ↔`);
  const box = h("div", { class: "tied-scroll", role: "group", "aria-label": label }, node);
  const look = () => {
    const more = box.scrollWidth > box.clientWidth + 1, high = box.scrollHeight > box.clientHeight + 1;
    hint.hidden = !more;
    if (more || high) box.tabIndex = 0; else box.removeAttribute("tabindex");
    box.classList.toggle("has-more", more && Math.abs(box.scrollLeft) + box.clientWidth < box.scrollWidth - 1);
  };
  const observer = new ResizeObserver(look);
  for (const one of [box, node]) observer.observe(one);
  box.addEventListener("scroll", look, { passive: true });
  signal?.addEventListener("abort", () => observer.disconnect());
  return h("div", { class: "tied-scroller" }, hint, box);
}

/** A table with heads; `fillWith(rows)` puts cells (text, node, or a list of them) below. The first of a row is its head. */
export function dataTable(label, heads, numeric = []) {
  const body = h("tbody"), kind = (i) => (numeric.includes(i) ? "is-number" : null);
  const row = (cells) => h("tr", null, ...cells.map((cell, i) => h(i ? "td" : "th", { scope: i ? null : "row", class: kind(i) }, ...[].concat(cell))));
  const node = h("table", { "aria-label": label }, h("thead", null, h("tr", null, ...heads.map((text, i) => h("th", { scope: "col", class: kind(i) }, text)))), body);
  return { node, fillWith: (rows) => body.replaceChildren(...rows.map(row)) };
}

/**
 * Buttons that go through steps 0 to `last`: `go(k)` is asked for step k, `draw(k, last)` says
 * where it is. Play takes a step each `pause` milliseconds, and stops at the end, at any other button and
 * when the view goes; who asks for less motion does not get it. `playing()` tells whether it runs.
 */
export function stepper(t, label, go, signal, pause = 900) {
  let at = 0, last = 0, timer = 0;
  const say = t.stepper;
  const stop = () => { clearInterval(timer); timer = 0; show(); };
  const to = (k) => { stop(); if (k >= 0 && k <= last && k !== at) go(k); };
  const tick = () => { if (at < last) go(at + 1); if (at >= last) stop(); };
  const first = button("|◀", () => to(0), { "aria-label": say.first, title: say.first });
  const back = button("◀", () => to(at - 1), { "aria-label": say.back, title: say.back });
  const forward = button("▶", () => to(at + 1), { "aria-label": say.forward, title: say.forward });
  const play = button(say.play, () => {
    if (timer) return stop();
    if (at >= last) go(0);
    timer = setInterval(tick, pause);
    show();
  }, { class: "tied-play", hidden: reducedMotion() });
  const node = bar(label, first, back, forward, play);
  node.classList.add("tied-stepper");
  function show() {
    for (const one of [first, back]) allow(one, at > 0);
    allow(forward, at < last);
    setText(play, timer ? say.pause : say.play);
  }
  signal?.addEventListener("abort", () => clearInterval(timer));
  return { node, stop, playing: () => timer !== 0, draw(k, most) { [at, last] = [k, most]; show(); } };
}
