// Elements, made and copied.

/** An element with attributes, of which those like `onclick` are listeners, and children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** An element of a picture. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** What `element` holds, once more, without names; a lone paragraph gives what it holds. */
export function contentOf(element) {
  const first = element.firstElementChild;
  const lone = element.children.length === 1 && first.matches("p");
  const copy = (lone ? first : element).cloneNode(true);
  for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
  return [...copy.childNodes];
}

/** The words of `element` for those who hear them: a formula is its TeX. */
export function wordsOf(element) {
  const copy = element.cloneNode(true);
  for (const formula of copy.querySelectorAll(".katex")) {
    formula.replaceWith(formula.querySelector("annotation")?.textContent ?? formula.textContent);
  }
  return copy.textContent.trim().replace(/\s+/g, " ");
}
