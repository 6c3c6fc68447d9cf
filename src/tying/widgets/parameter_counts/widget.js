// The widget of parameter counts: controls around counts and pictures. The setting is the truth.

const SIZES = ["height", "width", "channels_in", "channels_out", "kernel", "stride", "padding"];
const GAP = 18; // pixels between the pictures, as in the style sheet

/** The place in the middle, where no edge is near and the two layers differ; its first channel. */
const middle = (counts) => ({ i: (counts?.height ?? 1) >> 1, j: (counts?.width ?? 1) >> 1, f: 0 });
const bothWays = ({ height, width }) => `${height} × ${width}`;
const moved = (t, what, before, after) => fill(before === after ? t.stays : t.moved, { what, x: format(before), y: format(after) });

/** What a change did to the convolution, in words. */
function effect(t, before, after) {
  if (!after) return "";
  const size = bothWays(after);
  if (!before) return fill(t.outputIs, { x: size });
  const output = bothWays(before) === size ? fill(t.sameOutput, { x: size }) : fill(t.output, { x: bothWays(before), y: size });
  const numbers = fill(t.convolution, {
    parameters: moved(t, t.parameters, parameters(before.convolution), parameters(after.convolution)),
    macs: moved(t, t.macs, before.convolution.macs, after.convolution.macs),
  });
  return `${output} ${numbers}`;
}

/** What differs between two settings, in words. */
function difference(t, before, after, presets) {
  const names = Object.keys(after).filter((name) => before[name] !== after[name]);
  const preset = Object.keys(presets).find((name) => same(presets[name], after));
  if (names.length > 1 && preset) return fill(t.done.preset, { name: t.presets[preset] ?? preset });
  const one = (name) => (name === "bias" ? fill(t.done.bias, { value: t.biases[after.bias] }) : fill(t.done.set, { name: t.controls[name], value: format(after[name]), before: format(before[name]) }));
  return names.map(one).join(" ");
}

function render({ model, el, signal }) {
  const t = words(WORDS), limits = model.get("limits"), presets = model.get("presets");
  let setting = model.get("setting"), start = setting, place = middle(countLayers(setting)), touched = false;
  let told = setting, toldPlace = place, size = 0, answered = false;

  const status = statusLine(t.hint, signal, settle);
  const maps = h("p", { class: "counts-maps" }), table = bars(t), scale = h("p", { class: "tied-small" }, t.scale), ratio = h("p", { class: "counts-ratio" }), overfull = h("p", { class: "tied-small" });
  const every = countTable(t), dense = h("p", { class: "tied-small" }), source = sourceLine(t);

  /** What happened since it was last spoken; that is settled once the reader pauses. */
  function tell() {
    const wrong = misfit(setting), now = countLayers(setting);
    if (wrong) status.say(fill(t.misfit, { ...wrong, side: t.sides[wrong.side] }), "refused");
    else if (!same(told, setting)) status.say(`${difference(t, told, setting, presets)} ${effect(t, countLayers(told), now)}`, "done");
    else if (!same(toldPlace, place)) status.say(tellPlace(now), "done");
    else status.say(t.hint);
  }
  function settle() {
    model.save_changes(); // a kernel hears where a drag ends, not where it passes
    [told, toldPlace] = [setting, place];
  }
  function tellPlace(counts) {
    const [local, convolution] = ["local", "convolution"].map((layer) => {
      const [now, before] = [place, toldPlace].map((one) => span(t, weightsOf(layer, setting, counts, one)));
      return fill(now === before ? t.still : t.others, { now, before });
    });
    return fill(t.chosen, { ...place, local, convolution });
  }

  function become(next) {
    if (same(next, setting)) return;
    setting = next;
    model.set("setting", next);
    tell();
  }
  function begin(from) {
    start = from;
    touched = false;
    become(from);
    draw();
  }
  function choose(next) {
    if (same({ ...place, ...next }, place)) return;
    touched = true;
    place = { ...place, ...next };
    draw();
    tell();
  }

  const preset = choice(t.start, (name) => begin(presets[name] ?? start));
  const sizes = SIZES.map((name) => [name, slider(t.controls[name], limits[name], (n) => fill(t.values[name], { n }), (n) => become({ ...setting, [name]: n }))]);
  const bias = choice(t.bias, (convention) => become({ ...setting, bias: convention }));
  const row = slider(t.row, [0, 0], (n, last) => fill(t.rowValue, { n, last }), (i) => choose({ i }));
  const column = slider(t.column, [0, 0], (n, last) => fill(t.columnValue, { n, last }), (j) => choose({ j }));
  const channel = slider(t.channelOut, [0, 0], (n, last) => fill(t.channelValue, { n, last }), (f) => choose({ f }));
  const pad = outputPanel(t, (i, j) => choose({ i, j }), row.field, column.field, channel.field), image = imagePanel(t);
  const weights = [weightsPanel(t, "local"), weightsPanel(t, "convolution")];
  const canvas = h("div", { class: "counts-panels" }, pad.node, image.node, ...weights.map(({ node }) => node));
  const pictures = h("section", { class: "counts-where", "aria-label": t.where }, h("strong", null, t.where), canvas, pictureLegend(t), dense, overfull);
  const all = fold(t.table, scroller(t, t.table, every.node, signal));
  const answer = h("div", { class: "counts-answer" }, maps, scale, table.node, ratio, pictures, all);

  const root = frame(t.group,
    bar(null, preset.field, spring(), button(t.reset, () => begin(start))),
    h("div", { class: "counts-sizes", role: "group", "aria-label": t.sizes }, ...sizes.map(([, { field }]) => field), bias.field),
    status.node, answer, source.node);
  root.classList.add("counts");
  el.append(root);

  const current = () => {
    const result = model.get("result"), fresh = answered && same(result?.setting, setting);
    return { counts: fresh ? result.counts : countLayers(setting), from: fresh ? "kernel" : "page" };
  };

  function draw() {
    const { counts, from } = current(), matching = Object.keys(presets).find((name) => same(presets[name], setting));
    preset.draw([...Object.keys(presets).map((name) => [name, t.presets[name] ?? name]), ...(matching ? [] : [["", t.changed]])], matching ?? "");
    for (const [name, { draw: show }] of sizes) show(setting[name]);
    bias.draw(Object.entries(t.biases), setting.bias);
    source.draw(from);
    table.draw(counts);
    every.draw(counts);
    answer.classList.toggle("is-empty", !counts); // what has no numbers keeps its room
    if (!counts) return image.draw(setting, { i: 0, j: 0 }, size, false);
    const places = counts.height * counts.width;
    setText(maps, fill(places === 1 ? t.onePlace : t.maps, { ...setting, rows: counts.height, columns: counts.width, places: format(places) }));
    setText(ratio, ratioSentence(t, counts));
    setText(overfull, setting.kernel ** 2 > setting.height * setting.width ? t.overfull : "");
    overfull.hidden = !overfull.textContent;
    if (!touched) place = middle(counts);
    const last = { i: counts.height - 1, j: counts.width - 1, f: setting.channels_out - 1 };
    if (Object.keys(last).some((key) => place[key] > last[key])) place = Object.fromEntries(Object.entries(last).map(([key, most]) => [key, Math.min(place[key], most)]));
    for (const [key, one] of Object.entries({ i: row, j: column, f: channel })) one.draw(place[key], last[key]);
    const met = weightsOf("dense", setting, counts, place);
    setText(dense, fill(t.denseNote, { n: format(met.count), numbers: span(t, met) }));
    if (!size) return;
    pad.draw(counts, place, size);
    image.draw(setting, place, size, true);
    for (const one of weights) one.draw(setting, counts, place, size);
  }

  const adopt = () => {
    if (!same(model.get("setting"), setting)) told = setting = model.get("setting"); // Python's doing, not the reader's
    draw();
  };
  const heard = () => { answered = true; draw(); };
  listen(model, { "change:setting": adopt, "change:result": heard }, signal);
  onWidth(canvas, (width) => {
    const columns = width < 620 ? 2 : 4;
    canvas.style.setProperty("--columns", columns);
    size = Math.min(190, Math.floor((width - (columns - 1) * GAP) / columns));
    draw();
  }, signal);
  draw();
  model.send({ ask: "counts" });
}

export default { render };
