// The gradient trace: a graph, the steps of backward through it, and what arrives at a shared
// parameter.

import { allow, button } from "../common/button.js";
import { choice } from "../common/choice.js";
import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { bar, fold, frame, spring } from "../common/frame.js";
import { kernelOf } from "../common/kernel.js";
import { legend, swatch } from "../common/legend.js";
import { scroller } from "../common/scroller.js";
import { slider } from "../common/slider.js";
import { statusLine } from "../common/status.js";
import { stepper } from "../common/stepper.js";
import { whenQuiet } from "../common/timing.js";
import { listen, same } from "../common/traits.js";
import { onWidth } from "../common/width.js";
import { fill, words } from "../common/words.js";
import { norm, vector } from "./engine.js";
import { exampleScene } from "./examples.js";
import { graphPicture, inline, short, usesInWords } from "./graph.js";
import {
  agreement,
  effectTable,
  givenView,
  gramTable,
  nodeTable,
  partsView,
  textTable,
} from "./parts.js";
import { WORDS } from "./words.js";

const BEAT = 1600; // milliseconds between two steps that play by themselves

const listed = (t, names) =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")}${t.and}${names.at(-1)}` : (names[0] ?? "");

/**
 * The keys of an object as the dictionary orders them: saved notebooks sort them by the alphabet.
 */
const inOrder = (words, object) => Object.keys(words).filter((key) => key in object);

/**
 * The settings of an example: lists to choose from, and sliders. `change(name, value)` at every
 * move.
 */
function settings(t, { sliders, choices }, name, change) {
  const rows = inOrder(t.controls, sliders)
    .filter((key) => key !== "rate")
    .map((key) => {
      const label = fill(t.controls[key], { w: name });
      return [key, slider(label, sliders[key], short, (x) => change(key, x), short)];
    });
  const lists = inOrder(t.controls, choices).map((key) => {
    const { field, draw } = choice(t.controls[key], (value) => change(key, value));
    return [
      key,
      {
        field,
        draw: (value) =>
          draw(
            choices[key].map((one) => [one, t.choices[one] ?? one]),
            value,
          ),
      },
    ];
  });
  const all = [...lists, ...rows];
  return {
    nodes: all.map(([, { field }]) => field),
    draw: (setting) => {
      for (const [key, { field, draw }] of all) {
        field.hidden =
          (/^t\d$/.test(key) && setting.loss !== "squared") ||
          (["class", "next"].includes(key) && setting.loss !== "cross");
        draw(setting[key]);
      }
    },
  };
}

/** The sentence for the moment at which all have arrived. */
const completeness = (t, all) => ({ 1: t.told.only, 2: t.told.both })[all] ?? t.told.complete;

/** What a use brings, where there is no graph, and what that makes of the sum. */
function arrivalInWords(t, { name, uses, sum, norm: length }, use, at, size) {
  const values = {
    k: at,
    n: uses.length,
    m: at,
    all: uses.length,
    name,
    use: fill(t.capital, { k: use + 1 }),
    where: uses[use].label,
  };
  const end = at < uses.length ? t.told.sofar : completeness(t, uses.length);
  return `${fill(t.told.brings, { ...values, part: size(uses[use].part, uses[use].norm) })} ${fill(end, { ...values, sum: size(sum, length) })}`;
}

/** A step of backward in words. */
function stepInWords(t, scene, watched, at) {
  const step = scene.steps[at - 1];
  const parameter = scene.parameters[watched];
  const { name, uses } = parameter;
  const n = scene.steps.length;
  const node =
    scene.nodes[step.node]?.title ??
    uses[step.uses.find((one) => one.parameter === watched)?.use]?.label ??
    step.label ??
    "";
  const size = (array, length) =>
    array && array.data.length <= 4
      ? inline(array)
      : fill(t.array, { n: short(length ?? norm(array)) });
  const g = size(step.gradient, step.norm);
  const here = step.uses.filter((one) => one.parameter === watched);
  if (!here.length) {
    const on = step.on.map((id) => scene.nodes[id]?.title).filter(Boolean);
    return fill(step.on.length ? t.told.passed : t.told.ended, {
      k: at,
      n,
      node,
      g,
      to: on.length ? fill(t.told.onTo, { list: listed(t, on) }) : "",
    });
  }
  const row = ({ part }) => {
    const width = part?.shape[1];
    const full = parameter.rows?.filter((_, i) =>
      part.data.slice(i * width, (i + 1) * width).some((x) => x),
    );
    return full?.length === 1
      ? fill(t.told.row, { word: full[0], part: inline(vector(part.data.filter((x) => x))) })
      : null;
  };
  if (!scene.nodes.length) return arrivalInWords(t, parameter, here[0].use, at, size);
  const all = uses.length;
  const m = scene.steps
    .slice(0, at)
    .flatMap((one) => one.uses)
    .filter((one) => one.parameter === watched).length;
  const arrived = here
    .map(({ use }) =>
      fill(t.told.arrived, {
        k: at,
        n,
        node,
        g,
        name,
        use: fill(t.capital, { k: use + 1 }),
        part: row(uses[use]) ?? size(uses[use].part, uses[use].norm),
      }),
    )
    .join(" ");
  const end = m < all ? t.told.sofar : completeness(t, all);
  return `${arrived} ${fill(end, { m, all, name, sum: size(parameter.sum, parameter.norm) })}`;
}

/** What a step of descent does to the loss, and to the uses that it goes against. */
function stepEffect(t, scene, parameter, rate) {
  const { loss, after } = scene;
  const values = {
    name: parameter.name,
    rate: short(rate),
    before: short(loss),
    after: short(after),
  };
  const hurt = scene.alone.flatMap((x, k) => (x > loss + 1e-12 ? [fill(t.use, { k: k + 1 })] : []));
  return [
    fill(t.after, values),
    after > loss + 1e-12 ? fill(t.rises, values) : "",
    after <= loss && hurt.length && hurt.length < scene.alone.length
      ? fill(scene.alone.length - hurt.length === 1 ? t.hurtByOne : t.hurt, {
          list: listed(t, hurt),
        })
      : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** The steps at which a parameter receives something, where there is no graph to go through. */
const arrivals = ({ uses }, parameter) =>
  uses
    .map(({ norm: size }, use) => ({ node: -1, norm: size, uses: [{ parameter, use }], on: [] }))
    .reverse();

/** A part that keeps its place while it is not to be seen. */
const unless = (hidden, node) => {
  node.classList.toggle("is-kept-back", hidden);
  return node;
};

function render({ model, el, signal }) {
  const t = words(WORDS);
  const own = model.get("scene")?.parameters ? model.get("scene") : null;
  const examples = model.get("examples");
  const presets = model.get("presets");
  const material = model.get("material");
  let setting = model.get("setting");
  let start = setting;
  let told = setting;
  let at = 0;
  let watched = own?.watched ?? 0;
  let width = 0;
  const kernel = kernelOf(t, model, "setting", draw, signal);

  const current = () => {
    if (own) {
      return {
        scene: own.nodes.length
          ? own
          : { ...own, steps: arrivals(own.parameters[watched], watched) },
        from: kernel.answered() ? "own" : "build",
      };
    }
    const result = kernel.answer(setting);
    return {
      scene: exampleScene(setting, material, result?.answer),
      from: result ? "kernel" : "page",
    };
  };
  const hint = () => {
    const { scene } = current();
    return fill(t.hint, { loss: short(scene.loss), name: scene.parameters[watched].name });
  };
  const shown = (key, value) =>
    key === "loss"
      ? t.losses[value]
      : typeof value === "number"
        ? short(value)
        : (t.choices[value] ?? value);
  const named = (one) => inOrder(t.presets, presets).filter((key) => presets[key].example === one);
  const matching = () => Object.keys(presets).find((key) => same(presets[key], setting));

  /** What differs between the setting that was last told and the present one, in words. */
  function difference() {
    const { scene } = current();
    const { name, sum, norm: size } = scene.parameters[0];
    const keys = Object.keys(setting).filter((key) => told[key] !== setting[key]);
    const title = (key) => (key === "loss" ? t.loss : fill(t.controls[key], { w: name }));
    const head =
      keys.length > 1 && matching()
        ? fill(t.told.preset, { name: t.presets[matching()] })
        : keys
            .map((key) =>
              fill(t.told.set, {
                name: title(key),
                value: shown(key, setting[key]),
                before: shown(key, told[key]),
              }),
            )
            .join(" ");
    const old =
      told.example === setting.example ? exampleScene(told, material).parameters[0] : null;
    const say = (array, length) =>
      array.data.length <= 4 ? inline(array) : fill(t.array, { n: short(length) });
    const before = old && say(old.sum, old.norm);
    const after = say(sum, size);
    const rest =
      at >= scene.steps.length && old
        ? fill(before === after ? t.told.sameGrad : t.told.grad, { name, before, after })
        : "";
    return [head, fill(t.told.loss, { loss: short(scene.loss) }), rest].filter(Boolean).join(" ");
  }
  function become(next) {
    if (same(next, setting)) return;
    const complete = at >= current().scene.steps.length;
    setting = next;
    model.set("setting", next);
    const n = current().scene.steps.length;
    at = complete ? n : Math.min(at, n);
    draw();
    status.say(difference(), "done");
    save();
  }
  function begin(next) {
    player.stop();
    [start, at] = [next, 0];
    if (!same(next, setting)) return become(next);
    draw();
    status.say(hint());
  }
  function watch(k) {
    watched = k;
    if (!own.nodes.length) at = 0;
    const { name, uses } = own.parameters[k];
    player.stop();
    draw();
    status.say(
      fill(t.told.parameter, {
        name,
        uses: uses.length === 1 ? t.oneUse : fill(t.uses, { n: uses.length }),
      }),
      "done",
    );
  }
  function go(next) {
    const { scene } = current();
    const n = scene.steps.length;
    const k = Math.max(0, Math.min(n, next));
    if (k === at) return;
    at = k;
    draw();
    const aloud = !player.playing() || at === n; // what plays by itself is told at its end
    status.say(at ? stepInWords(t, scene, watched, at) : hint(), at === n ? "done" : "", { aloud });
  }
  const save = whenQuiet(() => {
    told = setting;
    model.save_changes();
  }, signal);

  const status = statusLine(hint(), signal);
  const player = stepper(t, t.steps, go, signal, BEAT);
  const end = button(
    "▶|",
    () => {
      player.stop();
      go(Infinity);
    },
    { "aria-label": t.end, title: t.end },
  );
  const scrub = slider(
    t.at,
    [0, 1],
    (k, n) => fill(t.stepValue, { k, n }),
    (k) => {
      player.stop();
      go(k);
    },
    (k) => fill(t.shown, { k, n: current().scene.steps.length }),
  );
  player.node.children[2].after(end);
  player.node.append(scrub.field);

  const picture = graphPicture(t, watch);
  const canvas = scroller(t, t.graph, picture.svg, signal);
  const parts = partsView(t);
  const given = givenView(t);
  const about = h("p", { class: "tied-small" });
  const key = legend([
    [swatch("muted", "line"), t.legend.forward],
    [swatch("separate", "line"), t.legend.backward],
    [swatch("tied", "dashed"), t.legend.use],
    [swatch("tied", "line"), t.legend.arrived],
  ]);
  const agree = h("div", { class: "trace-agree" });
  const effects = h("div");
  const effect = h("p");
  const help = h("p", { class: "tied-small" });
  const rate = slider(
    t.controls.rate,
    examples[setting?.example]?.sliders.rate ?? [0.01, 1, 0.01],
    short,
    (x) => become({ ...setting, rate: x }),
    short,
  );
  const after = h(
    "section",
    { class: "trace-after" },
    h("strong", null, own ? t.shareTitle : t.stepTitle),
    ...(own ? [] : [rate.field]),
    effect,
    scroller(t, t.stepTitle, effects, signal),
    help,
  );
  const verdict = h("section", { class: "trace-verdict" }, h("strong", null, t.agree), agree);
  const nodeList = h("div");
  const innerList = h("div");
  const useList = h("div");
  const folded = (label, node) => fold(label, scroller(t, label, node, signal));
  const nodesFold = folded(t.table, nodeList);
  const innerFold = folded(t.inner, innerList);
  const usesFold = folded(t.usesTable, useList);

  const example = choice(t.example, (name) => begin(presets[named(name)[0]]));
  const preset = choice(t.start, (name) => begin(presets[name] ?? start));
  const loss = choice(t.loss, (name) => become({ ...setting, loss: name }));
  const parameter = choice(t.parameter, (k) => watch(+k));
  const reset = button(t.reset, () => begin(start));
  const numbers = h("div", { class: "trace-settings", role: "group", "aria-label": t.settings });
  const top = own
    ? [h("strong", null, own.name), spring(), parameter.field]
    : [example.field, preset.field, loss.field, spring(), reset];
  let panel = null;
  let panelOf = "";

  const root = frame(
    t.group,
    bar(null, ...top),
    own ? about : numbers,
    h(
      "div",
      { class: "trace-stage" },
      h("div", { class: "trace-left" }, canvas),
      h("div", { class: "trace-right" }, player.node, status.node, given.node, key),
    ),
    parts.node,
    verdict,
    after,
    nodesFold,
    innerFold,
    usesFold,
    kernel.node,
  );
  root.classList.add("trace");
  el.append(root);

  function drawSetting() {
    const mine = named(setting.example);
    example.draw(
      inOrder(t.examples, examples).map((key) => [key, t.examples[key]]),
      setting.example,
    );
    preset.draw(
      [...mine.map((key) => [key, t.presets[key]]), ...(matching() ? [] : [["", t.changed]])],
      matching() ?? "",
    );
    loss.draw(
      examples[setting.example].losses.map((key) => [key, t.losses[key]]),
      setting.loss,
    );
    if (panelOf !== setting.example) {
      panelOf = setting.example;
      panel = settings(t, examples[panelOf], current().scene.parameters[0].name, (key, value) =>
        become({ ...setting, [key]: value }),
      );
      numbers.replaceChildren(...panel.nodes);
    }
    panel.draw(setting);
    rate.draw(setting.rate);
  }

  function draw() {
    const { scene, from } = current();
    const n = scene.steps.length;
    const one = scene.parameters[watched];
    const graph = scene.nodes.length > 0;
    if (!own) drawSetting();
    else {
      parameter.draw(
        own.parameters.map(({ name, uses }, k) => [
          String(k),
          `${name} (${usesInWords(t, uses.length)})`,
        ]),
        String(watched),
      );
    }
    scrub.draw(at, n);
    player.draw(at, n);
    allow(end, at < n);
    const taken = scene.steps.slice(0, at);
    const mine = (step) =>
      step ? step.uses.filter((use) => use.parameter === watched).map(({ use }) => use) : [];
    parts.draw(one, new Set(taken.flatMap(mine)), mine(taken.at(-1)));
    const complete = at >= n;
    agree.replaceChildren(
      unless(complete, h("p", { class: "is-question" }, t.ask)),
      unless(
        !complete,
        h(
          "div",
          null,
          ...(one.gram || one.uses.length === 1 ? agreement(t, one) : []).map((text) =>
            h("p", null, text),
          ),
        ),
      ),
    );
    given.draw(one);
    after.hidden = innerFold.hidden = !one.gram;
    if (!after.hidden) {
      setText(help, fill(t.stepHelp, { name: one.name }));
      setText(effect, own ? "" : complete ? stepEffect(t, scene, one, setting.rate) : "?");
      effect.hidden = !effect.textContent;
      effects.replaceChildren(
        effectTable(t, {
          parameter: one,
          alone: own ? null : scene.alone,
          loss: scene.loss,
          after: scene.after,
          known: complete,
        }),
      );
      innerList.replaceChildren(gramTable(t, one, complete));
    }
    canvas.parentElement.hidden = key.hidden = nodesFold.hidden = !graph;
    if (graph) nodeList.replaceChildren(nodeTable(t, scene, at, watched));
    usesFold.hidden = !own;
    kernel.draw(from, setting);
    if (!graph || !width) return;
    const middle = picture.draw(scene, at, watched, width - 4);
    const box = picture.svg.parentElement;
    if (at) box.scrollTop = middle - box.clientHeight / 2; // only the box scrolls, never the page
  }

  if (own) {
    const shared = own.parameters.some(({ uses }) => uses.length > 1);
    const values = { model: own.name, n: format(own.count) };
    setText(
      about,
      [
        own.reason ? fill(t.undrawn[own.reason], values) : "",
        shared ? "" : fill(t.noneShared, values),
      ]
        .filter(Boolean)
        .join(" "),
    );
    about.hidden = !about.textContent;
    const rows = own.table.map(({ name, module, call, op, norm: size }) => [
      [name],
      [module || t.root],
      [String(call), true],
      [op],
      [short(size), true],
    ]);
    useList.append(
      textTable(
        t.usesTable,
        [[t.parameter], [t.module], [t.call, true], [t.op], [t.columns.size, true]],
        rows,
      ),
    );
    usesFold.open = !own.nodes.length;
  }
  const adopt = () => {
    if (own || same(model.get("setting"), setting)) return draw();
    player.stop();
    told = setting = model.get("setting"); // Python's doing, or another view's
    at = Math.min(at, current().scene.steps.length);
    draw();
  };
  listen(model, { "change:setting": adopt }, signal);
  onWidth(
    canvas,
    (now) => {
      width = now;
      draw();
    },
    signal,
  );
  draw();
  kernel.start();
}

export default { render };
