// Elements of HTML and SVG, made and updated in one line.

const SVG = "http://www.w3.org/2000/svg";

/** A name that no other element of the page has, however often this module is imported. */
export function uid(prefix) {
  globalThis.__tiedUid = (globalThis.__tiedUid ?? 0) + 1;
  return `${prefix}-${globalThis.__tiedUid}`;
}

/**
 * Give a node attributes, and return it. A name that begins with "on" adds a listener; `true` sets
 * an attribute without a value; `false`, `null` and `undefined` set none.
 */
export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  return node;
}

function made(node, attributes, children) {
  setAttributes(node, attributes).append(...children);
  return node;
}

/** An HTML element: `h("button", { type: "button", onclick: f }, "Undo")`. */
export const h = (tag, attributes, ...children) =>
  made(document.createElement(tag), attributes, children);

/** An SVG element, in the same manner. */
export const s = (tag, attributes, ...children) =>
  made(document.createElementNS(SVG, tag), attributes, children);

/** Set text only where it differs, so that nothing is announced or laid out twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
