/* Draws saved anywidget models in a page that has no kernel: no RequireJS, no html-manager, no
 * network.
 *
 * myst-nb writes two kinds of <script>: the state of all models of the page, once, and one view for
 * each output. Every view gets a <div class="widget-live"> in front of its script. The picture
 * beside it (.widget-static) is hidden when the widget has drawn itself, and stays when it has not.
 * When every view is done, <html data-widgets-ready="1"> says so.
 */
(() => {
  "use strict";
  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

  const modelOf = (view) => JSON.parse(view.textContent).model_id;

  const bytes = ({ data, encoding }) =>
    encoding === "hex"
      ? Uint8Array.from(data.match(/../g) ?? [], (pair) => parseInt(pair, 16))
      : Uint8Array.from(atob(data), (character) => character.charCodeAt(0));

  const same = (a, b) =>
    Object.is(a, b) ||
    (typeof a === "object" &&
      typeof b === "object" &&
      a !== null &&
      b !== null &&
      !ArrayBuffer.isView(a) &&
      !ArrayBuffer.isView(b) &&
      JSON.stringify(a) === JSON.stringify(b));

  /** The state of one widget, with the methods that anywidget promises to a script. */
  class Model {
    #state;
    #listeners = new Map();

    constructor(id, record, manager) {
      this.model_id = id;
      this.module = record.model_module;
      this.widget_manager = manager;
      this.#state = { ...record.state };
      for (const buffer of record.buffers ?? []) {
        const path = [...buffer.path];
        const last = path.pop();
        const owner = path.reduce((value, key) => value[key], this.#state);
        owner[last] = new DataView(bytes(buffer).buffer);
      }
    }

    get(name) {
      return this.#state[name];
    }

    /** Writes first and notifies afterwards, so that a listener sees all changes of one call. */
    set(name, value) {
      const wanted = typeof name === "object" ? name : { [name]: value };
      const changed = Object.entries(wanted).filter(([key, next]) => !same(this.#state[key], next));
      for (const [key, next] of changed) this.#state[key] = next;
      for (const [key, next] of changed) this.#emit(`change:${key}`, this, next);
      if (changed.length) this.#emit("change", this);
    }

    save_changes() {} // there is no kernel to send to
    send() {} // nor one to answer

    on(names, listener) {
      for (const name of names.split(/\s+/)) {
        if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
        this.#listeners.get(name).add(listener);
      }
    }

    off(names, listener) {
      for (const name of names ? names.split(/\s+/) : [...this.#listeners.keys()]) {
        if (listener) this.#listeners.get(name)?.delete(listener);
        else this.#listeners.delete(name);
      }
    }

    #emit(name, ...details) {
      for (const listener of [...(this.#listeners.get(name) ?? [])]) {
        try {
          listener(...details);
        } catch (error) {
          console.error(`[widget-host] a listener of ${name} failed`, error);
        }
      }
    }
  }

  /** All models of the page; each is made, imported and initialised once, however often shown. */
  class Page {
    #read = new Set();
    #records = {};
    #models = new Map();
    #definitions = new Map();
    #styles = new Set();
    #reported = new Set();

    /** Take the models of a state; the build keeps a script and a style that repeat once. */
    read(script) {
      if (this.#read.has(script)) return;
      this.#read.add(script);
      const records = JSON.parse(script.textContent).state;
      Object.assign(this.#records, records);
      for (const { state } of Object.values(this.#records)) {
        for (const name of ["_esm", "_css", "stylesheet"]) {
          const kept = state?.[name]?.same;
          if (kept) state[name] = this.#records[kept].state[name];
        }
      }
      // An import waits its turn behind the parser: ask now, and hear of errors in `show`.
      for (const id of Object.keys(records)) {
        const model = this.model(id);
        if (model.module === "anywidget") this.#definition(model).catch(() => {});
      }
    }

    knows(script) {
      return this.model(modelOf(script)) !== undefined;
    }

    model(reference) {
      const id = String(reference).replace(/^IPY_MODEL_/, "");
      if (!this.#models.has(id) && this.#records[id]) {
        const manager = { get_model: async (other) => this.model(other) };
        this.#models.set(id, new Model(id, this.#records[id], manager));
      }
      return this.#models.get(id);
    }

    #definition(model) {
      const id = model.model_id;
      if (!this.#definitions.has(id)) this.#definitions.set(id, this.#import(model));
      return this.#definitions.get(id);
    }

    async #import(model) {
      const url = URL.createObjectURL(new Blob([model.get("_esm")], { type: "text/javascript" }));
      try {
        const module = await import(url);
        const entry = module.default ?? { render: module.render };
        const definition = typeof entry === "function" ? await entry() : entry;
        await definition.initialize?.({ model, ...this.#surroundings() });
        return definition;
      } finally {
        URL.revokeObjectURL(url);
      }
    }

    #surroundings() {
      const invoke = () => Promise.reject(new Error("this page has no kernel to ask"));
      const getModel = async (reference) => this.model(reference);
      return { signal: new AbortController().signal, experimental: { invoke }, host: { getModel } };
    }

    #style(css) {
      if (!css || this.#styles.has(css)) return;
      this.#styles.add(css);
      document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
    }

    async show(script) {
      const model = this.model(modelOf(script));
      if (model?.module !== "anywidget") return; // not ours: the picture stays
      const live = Object.assign(document.createElement("div"), { className: "widget-live" });
      try {
        this.#style(model.get("_css"));
        const definition = await this.#definition(model);
        script.before(live);
        await definition.render?.({ model, el: live, ...this.#surroundings() });
        const picture = script
          .closest(".widget-fallback")
          ?.querySelector(":scope > .widget-static");
        if (picture) picture.hidden = true;
      } catch (error) {
        live.remove();
        if (this.#reported.has(model.model_id)) return;
        this.#reported.add(model.model_id);
        console.error("[widget-host] a widget failed; its picture stays", error);
      }
    }
  }

  /** Whether the parser has left an element: all that stands in it is there. */
  function isWhole(element) {
    for (let node = element; node; node = node.parentNode) if (node.nextSibling) return true;
    return document.readyState !== "loading";
  }

  const wholeOnes = (selector) => [...document.querySelectorAll(selector)].filter(isWhole);

  /** Show every view when the parser has left it: a reader need not wait for the rest. */
  function main() {
    const page = new Page();
    const shown = new Map();
    const look = (last = false) => {
      for (const script of wholeOnes(STATE)) page.read(script);
      for (const script of wholeOnes(VIEW)) {
        const box = script.closest(".widget-fallback") ?? script;
        const ready = last || (isWhole(box) && page.knows(script));
        if (ready && !shown.has(script)) shown.set(script, page.show(script));
      }
    };
    const parts = new MutationObserver(() => look());
    const finish = async () => {
      parts.disconnect();
      look(true);
      await Promise.all(shown.values());
      document.documentElement.dataset.widgetsReady = "1";
    };
    // "interactive" comes when the page is parsed; DOMContentLoaded would wait for the theme's
    // deferred scripts.
    if (document.readyState === "loading") {
      document.addEventListener("readystatechange", finish, { once: true });
      parts.observe(document, { childList: true, subtree: true });
      look();
    } else {
      finish();
    }
  }

  main();
})();
