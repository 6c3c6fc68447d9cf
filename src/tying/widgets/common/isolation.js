// A widget apart from the page that holds it: neither its styles nor its keys are shared.

import { h } from "./dom.js";

/** Whether the page may want a key itself, as a browser does: "Ctrl+S" saves a notebook. */
const isCommand = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;

/**
 * A shadow root in `el`, with the style sheet of `model`'s widget, to put the widget into.
 *
 * Notebooks have style sheets that reach every element of an output, each its own: JupyterLab sets
 * `dl`, `dt` and `dd`, the book's theme `summary`. None reaches into a shadow root; of the page
 * only what the style lets in is inherited, and the variables of the palette.
 *
 * A key that is pressed in the widget is the widget's. JupyterLab looks at all keys before the
 * widget does, and leaves out those of elements with an attribute; other pages, such as outputs
 * of VS Code, hear of a key after the widget, if it lets them.
 */
export function isolated(el, model) {
  const host = h("div", { "data-lm-suppress-shortcuts": true });
  const root = host.attachShadow({ mode: "open" });
  root.append(h("style", null, model.get("stylesheet")));
  host.addEventListener("keydown", (event) => {
    if (!isCommand(event)) event.stopPropagation();
  });
  el.append(host);
  return root;
}
