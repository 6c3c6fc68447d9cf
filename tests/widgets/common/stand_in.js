// Stand-ins for the page and for a widget's model, for tests in Node.

/** An element that keeps its text. */
class Element {
  dataset = {};
  textContent = "";
  append(...children) {
    for (const child of children) if (typeof child === "string") this.textContent = child;
  }
  setAttribute() {}
}

/** Let modules make elements. */
export function openPage() {
  globalThis.document = { createElement: () => new Element() };
}

/** A model whose traits are `traits`; `set` calls the listeners, `sent` holds the messages. */
export class Model {
  constructor(traits) {
    this.traits = traits;
    this.listeners = {};
    this.sent = [];
  }
  get(name) {
    return this.traits[name];
  }
  set(name, value) {
    this.traits[name] = value;
    this.listeners[`change:${name}`]?.();
  }
  on(name, listener) {
    this.listeners[name] = listener;
  }
  off(name) {
    delete this.listeners[name];
  }
  /** What ipywidgets does when the kernel has ended. */
  end() {
    this.listeners.comm_live_update?.();
  }
  send(message) {
    this.sent.push(message);
  }
}
