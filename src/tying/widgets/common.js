// What the scripts of all widgets share. The base class puts this file in front of each of them.

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

/** The words of a dictionary { en, zh, ... } in the language of the page; English fills gaps. */
export function words(dictionary) {
  const language = (document.documentElement.lang || "en").toLowerCase();
  return { ...dictionary.en, ...dictionary[language.split("-")[0]] };
}

/** "{a} holds {b}" with the braces filled in. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });

/** 124439808 as 124,439,808; 0.30000000000000004 as 0.3; with a true minus sign. */
export function format(value) {
  const text = plain.format(value);
  return text === "-0" ? "0" : text.replace("-", "−");
}

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
