// The ledger widget: controls around the picture. The recipe is the truth; every view draws it.

const WIDTHS = [1, 4, 8, 12, 16];
const choices = (list, text = String) => list.map((value) => [String(value), text(value)]);
const button = (text, press) => h("button", { type: "button", onclick: press }, text);
const dims = (shape) => shape.join("×");

const layerText = (t, { type, in: before, out }) => (type === "relu" ? t.types[type] : type === "layernorm" ? `${t.types[type]} ${before}` : `${t.types[type]} ${before} → ${out}`);
const chainText = (t, recipe) => chain(recipe).map((layer) => layerText(t, layer)).join(" · ");

const change = (t, what, before, after) => fill(before === after ? t.stays : t.moved, { what, x: format(before), y: format(after) });

/** A legend: how each kind of line is drawn. */
const legend = (t) => h("ul", { class: "ledger-legend" }, ...Object.entries(t.legend).map(([role, text]) => h("li", null,
  s("svg", { width: 34, height: 10, class: "ledger-picture", "aria-hidden": "true" }, s("g", { class: "ledger-lines" }, s("path", { d: "M1 5H33", "data-role": role }))), text)));

/** Why a thing cannot be done, as a sentence. */
function refusal(t, state, { why, slot, other, op, fits = [] }) {
  const shape = (name) => (name ? shapeOf(state, name) : []);
  return fill(t.why[why], {
    a: slot, b: other, sa: dims(shape(slot)), sb: dims(shape(other)), st: dims([...shape(slot)].reverse()), op,
    fits: fits.length ? fill(t.fits, { list: fits.slice(0, 4).join(t.and) }) : t.fitsNone,
  });
}

/** The rows in which the reader edits the layers; made once and then only updated. */
function layerEditor(t, edit) {
  const input = labelled(t.input, h("select", { onchange: () => edit((r) => ({ ...r, input: +input.control.value })) }));
  const type = labelled(t.addLabel, h("select"));
  options(type.control, Object.entries(t.types), "linear");
  const add = button(t.add, () => edit((r) => {
    if (r.layers.length >= MOST_LAYERS) return fill(t.why.full, { n: MOST_LAYERS });
    if (type.control.value === "embedding" && r.layers[0].type === "embedding") return t.why.front;
    return withLayer(r, type.control.value);
  }));
  const rows = Array.from({ length: MOST_LAYERS }, (_, i) => {
    const put = (values) => edit((r) => ({ ...r, layers: r.layers.map((layer, j) => (j === i ? { ...layer, ...values } : layer)) }), i);
    const name = h("span", { class: "ledger-name" });
    const width = h("select", { "aria-label": fill(t.width, { i }), "data-lm-suppress-shortcuts": true, onchange: () => put({ width: +width.value }) });
    const bias = labelled(t.bias, h("input", { type: "checkbox", "aria-label": fill(t.biasOf, { i }), onchange: () => put({ bias: bias.control.checked }) }));
    const calls = labelled(t.calls, h("select", { "aria-label": fill(t.callsOf, { i }), onchange: () => put({ calls: +calls.control.value }) }));
    const remove = h("button", { type: "button", "aria-label": fill(t.removeOf, { i }), onclick: () => {
      edit((r) => (r.layers.length > 1 ? without(r, i) : t.why.last));
      if (row.hidden) add.focus();
    } }, t.remove);
    const row = h("div", { class: "ledger-layer" }, name, width, bias, calls, h("span", { class: "ledger-spring" }), remove);
    options(calls.control, choices([1, 2, 3, 4], (k) => (k === 1 ? t.once : fill(t.times, { k }))), "1");
    return { row, draw(layer) {
      row.hidden = !layer;
      if (!layer) return;
      const sized = layer.type === "linear" || layer.type === "embedding";
      setText(name, `${i}  ${layerText(t, layer)}`);
      width.hidden = !sized;
      if (sized) options(width, choices(WIDTHS), String(layer.width));
      bias.hidden = layer.type !== "linear";
      bias.control.checked = layer.bias;
      calls.hidden = !layer.slots.length;
      calls.control.value = String(layer.calls);
    } };
  });
  const summary = h("span", { class: "ledger-chain" });
  const node = h("details", null, h("summary", null, `${t.layers}: `, summary), h("div", { class: "ledger-bar-of-controls" }, input), ...rows.map(({ row }) => row),
    h("div", { class: "ledger-bar-of-controls", style: "margin-block-start: 0.5rem" }, type, add));
  return { node, draw(recipe) {
    const layers = chain(recipe);
    setText(summary, chainText(t, recipe));
    setText(input.querySelector("label"), recipe.layers[0]?.type === "embedding" ? t.rows : t.input);
    options(input.control, choices(WIDTHS.slice(1)), String(recipe.input));
    rows.forEach((row, i) => row.draw(layers[i]));
  } };
}

/** The widget with which a reader builds a model and joins its slots. */
function workbench(model, root, t, signal) {
  const presets = model.get("presets"), history = [];
  let recipe = model.get("recipe"), start = recipe, width = 0, before = null, answered = false;
  let chosen = { first: "", second: "" };

  const status = h("p", { class: "ledger-status", role: "status", "aria-live": "polite" }, t.hint);
  const say = (text, tone) => { setText(status, text); status.dataset.tone = tone; };
  const tiles = countTiles(t), rows = sceneTable(t), step = stepTable(t), source = h("p", { class: "tied-small" });
  const drawing = picture(t, (name) => choose(!chosen.first || chosen.second ? { first: name, second: "" } : { ...chosen, second: name }, true));

  const current = () => {
    const result = model.get("result");
    const fresh = answered && result?.scene && JSON.stringify(result.recipe) === JSON.stringify(recipe);
    return { scene: fresh ? result.scene : sceneOf(recipe), from: fresh ? "kernel" : "page" };
  };
  const counted = (old, now) => change(t, t.counts.stored, old.stored, now.stored);

  /** Make `next` the recipe; `sentence(old counts, new counts)` says what happened. */
  function become(next, sentence, remember = true) {
    const old = sceneOf(recipe).counts, now = sceneOf(next).counts;
    if (remember) history.push(recipe);
    before = old;
    model.set("recipe", next);
    model.save_changes();
    say(sentence(old, now), "done");
  }

  function edit(changed, layer) {
    const next = changed(recipe);
    if (typeof next === "string") return say(next, "refused");
    const { kept, dropped } = replay(next), lost = recipe.links.length - kept.length;
    const usesOnly = layer !== undefined && next.layers[layer].calls !== recipe.layers[layer].calls;
    become({ ...next, links: dropped.length ? kept : next.links }, (old, now) => (usesOnly
      ? fill(t.done.uses, { i: layer, times: next.layers[layer].calls === 1 ? t.once : fill(t.times, { k: next.layers[layer].calls }), x: format(old.use), y: format(now.use) })
      : fill(t.done.layer, { chain: chainText(t, next), counts: counted(old, now) })) + (lost > 0 ? ` ${fill(t.done.lost, { n: lost })}` : ""));
  }

  function choose(next, aloud) {
    chosen = next;
    if (aloud) say(fill(t.done.chosen, { a: chosen.first || "–", b: chosen.second || "–" }), "");
    draw();
  }

  function operate(op) {
    const { first, second } = chosen, target = second || (op === "untie" ? first : "");
    if (!target || (op !== "untie" && !first)) return say(t.why.choose, "refused");
    const link = op === "untie" ? { op, target } : { op, source: first, target }, { state } = replay(recipe);
    const refused = act(state, link);
    if (refused) return say(refusal(t, replay(recipe).state, refused), "refused");
    become({ ...recipe, links: [...recipe.links, link] }, (old, now) => fill(t.done[op], {
      a: first, b: target, i: first.split(".")[0], j: target.split(".")[0], counts: counted(old, now), objects: change(t, t.counts.object, old.object, now.object),
    }));
  }

  const preset = labelled(t.start, h("select", { onchange: () => {
    const name = preset.control.value;
    if (!presets[name]) return;
    start = presets[name];
    become(start, (old, now) => fill(t.done.preset, { name: t.presets[name], counts: counted(old, now) }));
  } }));
  const undo = button(t.undo, () => {
    const last = history.pop();
    if (!last) return say(t.why.nothing, "refused");
    become(last, (old, now) => fill(t.done.undo, { counts: counted(old, now) }), false);
  });
  const reset = button(t.reset, () => become(start, (old, now) => fill(t.done.reset, { counts: counted(old, now) })));
  const layers = layerEditor(t, edit);
  const first = labelled(t.first, h("select", { onchange: () => choose({ ...chosen, first: first.control.value }) }));
  const second = labelled(t.second, h("select", { onchange: () => choose({ ...chosen, second: second.control.value }) }));
  const deeds = Object.keys(WORDS.en.ops).map((op) => [op, button(t.ops[op], () => operate(op))]);
  for (const [op, node] of deeds) node.dataset.op = op;
  const optimiser = labelled(t.optimiser, h("select", { onchange: () => {
    become({ ...recipe, optimizer: optimiser.control.value }, () => fill(t.done.optimizer, { name: t.kinds[optimiser.control.value] }));
  } }));
  const canvas = h("div", { class: "ledger-canvas" }, drawing.svg);

  root.append(
    h("div", { class: "ledger-bar-of-controls" }, preset, h("span", { class: "ledger-spring" }), undo, reset),
    layers.node,
    h("div", { class: "ledger-bar-of-controls" }, first, second),
    h("div", { class: "ledger-bar-of-controls", role: "group", "aria-label": t.opsLabel }, ...deeds.map(([, node]) => node)),
    status, tiles.list, canvas, legend(t),
    h("details", null, h("summary", null, t.table), h("div", { class: "tied-scroll" }, rows.node)),
    h("section", { class: "ledger-step", "aria-label": t.stepTitle },
      h("div", { class: "ledger-bar-of-controls" }, h("strong", null, t.stepTitle), h("span", { class: "ledger-spring" }), optimiser),
      h("p", { class: "tied-small" }, t.stepHelp), h("div", { class: "tied-scroll" }, step.node), step.stories),
    source,
  );

  function draw() {
    const { scene, from } = current(), { state } = replay(recipe), names = slotNames(state);
    for (const key of ["first", "second"]) if (!names.includes(chosen[key])) chosen = { ...chosen, [key]: "" };
    const matching = Object.keys(presets).find((name) => JSON.stringify({ ...presets[name], optimizer: "" }) === JSON.stringify({ ...recipe, optimizer: "" }));
    options(preset.control, [...Object.keys(presets).map((name) => [name, t.presets[name]]), ...(matching ? [] : [["", t.changed]])], matching ?? "");
    layers.draw(recipe);
    const list = [["", t.none], ...names.map((name) => [name, `${name} (${dims(shapeOf(state, name))})`])];
    options(first.control, list, chosen.first);
    options(second.control, list, chosen.second);
    for (const [op, node] of deeds) {
      const target = chosen.second || (op === "untie" ? chosen.first : "");
      const possible = target && (op === "untie" || chosen.first) && !act(replay(recipe).state, { op, source: chosen.first, target });
      node.setAttribute("aria-disabled", String(!possible));
    }
    undo.setAttribute("aria-disabled", String(!history.length));
    options(optimiser.control, Object.entries(t.kinds), recipe.optimizer);
    tiles.draw(scene.counts, before);
    rows.draw(scene);
    step.draw(scene, recipe.optimizer);
    setText(source, t.source[from]);
    source.dataset.source = from;
    if (width) drawing.draw(scene, width, chosen);
  }

  function adopt() {
    recipe = model.get("recipe");
    const last = recipe.links.at(-1);
    if (!chosen.first && !chosen.second && last) chosen = { first: last.source ?? "", second: last.target };
    draw();
  }
  const answer = () => { answered = true; draw(); };
  model.on("change:recipe", adopt);
  model.on("change:result", answer);
  signal?.addEventListener("abort", () => { model.off("change:recipe", adopt); model.off("change:result", answer); });
  onWidth(canvas, (now) => { width = now; draw(); }, signal);
  adopt();
  model.send({ ask: "scene" });
}

/** The widget that shows a model of the reader's own. */
function viewer(model, root, t, signal) {
  const drawing = picture(t), tiles = countTiles(t), rows = sceneTable(t), source = h("p", { class: "tied-small" });
  const status = h("p", { class: "ledger-status", role: "status", "aria-live": "polite" });
  const search = labelled(t.filter, h("input", { type: "search", oninput: () => draw() }));
  const canvas = h("div", { class: "ledger-canvas" }, drawing.svg), key = legend(t);
  const listing = h("details", null, h("summary", null, t.table), h("div", { class: "tied-scroll", tabindex: 0, role: "region", "aria-label": t.table }, rows.node));
  const title = h("strong");
  let width = 0, answered = false, opened = false;
  root.append(h("div", { class: "ledger-bar-of-controls" }, title, h("span", { class: "ledger-spring" }), search), status, tiles.list, canvas, key, listing, source);

  function draw() {
    const { name, full, folded } = model.get("scene"), text = search.control.value, part = filtered(full, text);
    const shown = drawable(part) && part.slots.length ? part : !text.trim() && drawable(folded) ? folded : null;
    setText(title, name);
    tiles.draw(full.counts, null);
    rows.draw(part);
    setText(status, !shown && part.slots.length ? fill(t.tooMany, { n: nodes(part) }) : fill(t.matches, { n: part.slots.length, all: full.slots.length }));
    canvas.hidden = key.hidden = !shown;
    if (!shown && !opened) listing.open = opened = true;
    setText(source, t.source[answered ? "kernel" : "build"]);
    source.dataset.source = answered ? "kernel" : "build";
    if (shown && width) drawing.draw(shown, width, {});
  }
  const answer = () => { answered = true; draw(); };
  model.on("change:result", answer);
  signal?.addEventListener("abort", () => model.off("change:result", answer));
  onWidth(root, (now) => { width = now; draw(); }, signal);
  draw();
  model.send({ ask: "scene" });
}

function render({ model, el, signal }) {
  const t = words(WORDS), own = !!model.get("scene")?.full;
  const root = h("div", { class: "tied-widget ledger", role: "group", "aria-label": t.group });
  el.append(root);
  (own ? viewer : workbench)(model, root, t, signal);
}

export default { render };
