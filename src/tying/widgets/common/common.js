// What the scripts of all widgets share. The base class puts this file and common_controls.js in
// front of each of them; all become one module, so a widget must not declare these names again.
//
// Here:                uid, h, s, labelled, options, setText, words, fill, format, same, listen,
//                      whenQuiet, onWidth, reducedMotion
// common_controls.js:  frame, bar, spring, button, allow, slider, choice, segments, statusLine,
//                      sourceLine, legend, swatch, fold, scroller, dataTable, stepper
//
// A widget is `el.append(frame(t.group, bar(null, ...controls), status.node, picture, legend(...),
// fold(t.table, scroller(...)), source.node))`, with `t = words(WORDS)`. Its traits are the truth,
// and one function `draw()` brings everything in line with them. Every change is shown at once
// and told by `status.say(text, tone)`, which leaves it to the line when that is spoken.

/** A name that no other element of the page has, however often this module is imported. */
export function uid(prefix) {
  globalThis.__tiedUid = (globalThis.__tiedUid ?? 0) + 1;
  return `${prefix}-${globalThis.__tiedUid}`;
}

const SVG = "http://www.w3.org/2000/svg";

function furnish(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** An HTML element: `h("button", { type: "button", onclick: f }, "Undo")`. */
export const h = (tag, attributes, ...children) => furnish(document.createElement(tag), attributes, children);

/** An SVG element, in the same manner. */
export const s = (tag, attributes, ...children) => furnish(document.createElementNS(SVG, tag), attributes, children);

/** A control with its label; both are in the element that is returned, the control as `.control`. */
export function labelled(text, control) {
  control.id ||= uid("tied-control");
  if (control.matches("input, select")) control.setAttribute("data-lm-suppress-shortcuts", "");
  const field = h("span", { class: "tied-field" }, h("label", { for: control.id }, text), control);
  field.control = control;
  return field;
}

/** Give a select these [value, text] options; it is left alone where nothing differs. */
export function options(select, wanted, value) {
  const signature = JSON.stringify(wanted);
  if (select.dataset.options !== signature) {
    select.replaceChildren(...wanted.map(([key, text]) => h("option", { value: key }, text)));
    select.dataset.options = signature;
  }
  if (select.value !== value) select.value = value;
}

/** Set text only where it differs, so that nothing is announced or laid out twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** What all widgets say; a widget's own dictionary may say it otherwise. */
export const COMMON_WORDS = {
  en: {
    source: { page: "computed in this page, without a kernel", kernel: "computed by torch in your kernel", build: "computed by torch when this page was built" },
    stepper: { first: "To the start", back: "Back", forward: "Forward", play: "Play", pause: "Pause" },
    sideways: "scrolls sideways",
  },
  zh: {
    source: { page: "由本页面计算，不用内核", kernel: "由你的内核中的 torch 计算", build: "构建本页时由 torch 计算" },
    stepper: { first: "回到开头", back: "后退", forward: "前进", play: "播放", pause: "暂停" },
    sideways: "可左右滚动",
  },
};

/** The words of a dictionary { en, zh, ... } in the language of the page; English fills gaps. */
export function words(dictionary) {
  const language = (document.documentElement.lang || "en").toLowerCase().split("-")[0];
  return { ...COMMON_WORDS.en, ...dictionary.en, ...COMMON_WORDS[language], ...dictionary[language] };
}

/** "{a} holds {b}" with the braces filled in. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });

/** 124439808 as 124,439,808; 0.30000000000000004 as 0.3; with a true minus sign. */
export function format(value) {
  const text = plain.format(value);
  return text === "-0" ? "0" : text.replace("-", "−");
}

/** Whether two values of a trait say the same. */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Hear a model until the view goes: `listen(model, { "change:setting": adopt }, signal)`. */
export function listen(model, reactions, signal) {
  for (const [name, react] of Object.entries(reactions)) model.on(name, react);
  signal?.addEventListener("abort", () => { for (const [name, react] of Object.entries(reactions)) model.off(name, react); });
}

/** A function that runs `act` once it has not been called for a while, with the last arguments. */
export function whenQuiet(act, signal, pause = 300) {
  let timer = 0;
  signal?.addEventListener("abort", () => clearTimeout(timer));
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => act(...given), pause); };
}

/** Whether the reader asks for less motion, now. */
export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Call `draw(width)` when the element gets a width, and whenever that changes. */
export function onWidth(element, draw, signal) {
  let last = 0;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width && width !== last) draw((last = width));
  });
  observer.observe(element);
  signal?.addEventListener("abort", () => observer.disconnect());
}
