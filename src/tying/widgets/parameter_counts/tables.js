// The counts as bars that are a table, and all of them as a plain one.

const percent = (value, most) => `${Math.max(0.8, (100 * Math.log10(value)) / most).toFixed(2)}%`;

/** "÷ 784": by what a step divides a count, or "× 5.06" where it makes it larger. */
export function step(t, before, after) {
  const [text, ratio] = before >= after ? [t.divided, before / after] : [t.multiplied, after / before];
  return fill(text, { n: format(Number.isInteger(ratio) ? ratio : +ratio.toPrecision(4)) });
}

/** Rows of layers with bars for parameters and multiply-adds, and between them what each step saves. */
export function bars(t) {
  const head = h("thead", null, h("tr", null, ...[t.layer, t.parameters, t.macs].map((text) => h("th", { scope: "col" }, text))));
  const cell = (layer, kind) => {
    const number = h("span", { class: "counts-value", "data-count": `${layer} ${kind}` }), bar = h("span", { class: "counts-bar", "data-kind": kind });
    return { node: h("td", null, number, h("span", { class: "counts-track", "aria-hidden": "true" }, bar)), number, bar };
  };
  const rows = LAYERS.map((layer) => {
    const [weights, macs] = ["parameters", "macs"].map((kind) => cell(layer, kind));
    return { weights, macs, node: h("tr", { "data-role": layer === "convolution" ? "tied" : "separate" }, h("th", { scope: "row" }, t.layers[layer]), weights.node, macs.node) };
  });
  const steps = t.steps.map((name, k) => {
    const cells = ["parameters", "macs"].map((kind) => h("td", { "data-step": `${k} ${kind}` }));
    return { cells, node: h("tr", { class: "counts-step" }, h("th", { scope: "row" }, name), ...cells) };
  });
  const node = h("table", { class: "counts-bars", "aria-label": t.group }, head, h("tbody", null, rows[0].node, steps[0].node, rows[1].node, steps[1].node, rows[2].node));
  return { node, draw(counts) {
    const known = counts && LAYERS.map((layer) => [parameters(counts[layer]), counts[layer].macs]);
    const most = known && Math.max(3, Math.ceil(Math.log10(Math.max(...known.flat()))));
    rows.forEach(({ weights, macs }, k) => [weights, macs].forEach(({ number, bar }, column) => {
      setText(number, known ? format(known[k][column]) : "–");
      bar.style.inlineSize = known ? percent(known[k][column], most) : "0";
    }));
    steps.forEach(({ cells }, k) => cells.forEach((node, column) => setText(node, known ? step(t, known[k][column], known[k + 1][column]) : "–")));
  } };
}

const ratioText = (a, b) => { const [x, y] = fraction(a, b); return y === 1 ? format(x) : `${format(x)}/${format(y)}`; };

/** The sentence about the ratio of the two layers with windows: exactly one over the places, or why not. */
export function ratioSentence(t, counts) {
  const a = parameters(counts.convolution), b = parameters(counts.local), places = counts.height * counts.width;
  if (a * places === b) return fill(t.exact, { places: format(places) });
  const [x] = fraction(a, b), n = counts.convolution.biases;
  return fill(t.inexact, {
    a: format(a), b: format(b), reduced: x === a ? "" : ` = ${ratioText(a, b)}`, about: format(+(b / a).toPrecision(4)), places: format(places),
    biases: fill(n === 1 ? t.biasesOf.one : t.biasesOf.many, { n: format(n) }),
  });
}

/** Everything that is counted, a column for each layer. */
export function countTable(t) {
  const { node, fillWith } = dataTable(t.table, [t.count, ...LAYERS.map((layer) => t.layers[layer])], [1, 2, 3]);
  const rows = {
    [t.weights]: ({ weights }) => format(weights), [t.biasColumn]: ({ biases }) => format(biases), [t.parameters]: (layer) => format(parameters(layer)),
    [t.ofDense]: (layer, { dense }) => ratioText(parameters(layer), parameters(dense)), [t.ofLocal]: (layer, { local }) => ratioText(parameters(layer), parameters(local)),
    [t.macs]: ({ macs }) => format(macs),
  };
  return { node, draw(counts) {
    fillWith(Object.entries(counts ? rows : {}).map(([name, value]) => [name, ...LAYERS.map((layer) => value(counts[layer], counts))]));
  } };
}
