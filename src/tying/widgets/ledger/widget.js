// The ledger widget: controls around the picture. The recipe is the truth; every view draws it.

import { allow, button } from "../common/button.js";
import { choice } from "../common/choice.js";
import { h, setText, uid } from "../common/dom.js";
import { labelled } from "../common/field.js";
import { format } from "../common/format.js";
import { bar, fold, frame, spring } from "../common/frame.js";
import { kernelOf } from "../common/kernel.js";
import { legend, swatch } from "../common/legend.js";
import { scroller } from "../common/scroller.js";
import { statusLine } from "../common/status.js";
import { listen } from "../common/traits.js";
import { onWidth } from "../common/width.js";
import { fill, words } from "../common/words.js";
import { chainText, layerEditor, timesText } from "./layers.js";
import { act, misfit, replay, reused, shapeOf, sharing, slotNames, suggested } from "./model.js";
import { picture } from "./picture.js";
import { drawable, filtered, nodes, sceneOf } from "./scene.js";
import { MOST_STEPS } from "./steps.js";
import { countTiles, sceneTable, stepTable } from "./tables.js";
import { WORDS } from "./words.js";

const dims = (shape) => shape.join("×");

const change = (t, what, before, after) =>
  fill(before === after ? t.stays : t.moved, { what, x: format(before), y: format(after) });

const LINES = {
  separate: ["separate", "line"],
  tied: ["tied", "line"],
  derived: ["tied", "dotted"],
  alias: ["alias", "dashed"],
};

/** How each kind of line is drawn and, where values are shown, the mark of equal ones. */
const key = (t, values) =>
  legend(
    Object.entries(t.legend)
      .filter(([role]) => values || role !== "equal")
      .map(([role, text]) => [LINES[role] && swatch(...LINES[role]), text]),
  );

/** Why a thing cannot be done, as a sentence. */
function refusal(t, state, { why, slot, other, op, wanted = [], fits = [] }) {
  const shape = (name) => (name ? shapeOf(state, name) : []);
  return fill(t.why[why], {
    a: slot,
    b: other,
    sa: dims(shape(slot)),
    sb: dims(shape(other)),
    st: dims([...shape(slot)].reverse()),
    op,
    fits: fits.length
      ? fill(t.fits, { list: fits.slice(0, 4).join(t.and) })
      : fill(t.fitsNone, { wanted: dims(wanted) }),
  });
}

/** What makes a recipe one of the examples, whoever steps and how often. */
const basis = (recipe) =>
  JSON.stringify({ ...recipe, optimizer: "", steps: 0, flipped: [...recipe.flipped].sort() });

/** The widget with which a reader builds a model and joins its slots. */
function workbench(model, root, t, signal) {
  const presets = model.get("presets");
  const history = [];
  const known = Object.keys(t.presets).filter((name) => presets[name]); // in the order of learning
  let recipe = model.get("recipe");
  let start = recipe;
  let width = 0;
  let before = null;
  let chosen = suggested(recipe);

  const status = statusLine(fill(t.hint, { a: chosen.first, b: chosen.second }), signal);
  const { say } = status;
  const refuse = (text) => {
    say(text, "refused");
    before = null;
    draw();
  };
  const tiles = countTiles(t);
  const rows = sceneTable(t);
  const step = stepTable(t, flip);
  const kernel = kernelOf(t, model, "recipe", draw, signal);
  const drawing = picture(t, (name) =>
    choose(
      !chosen.first || chosen.second ? { first: name, second: "" } : { ...chosen, second: name },
      true,
    ),
  );

  const current = () => {
    const result = kernel.answer(recipe);
    return { scene: result?.scene ?? sceneOf(recipe), from: result ? "kernel" : "page" };
  };
  const counted = (old, now) => change(t, t.counts.stored, old.stored, now.stored);

  /**
   * What is stored, and the count by object where that alone has moved. (The sentence of an alias
   * has both.)
   */
  const moved = (op, old, now) =>
    counted(old, now) +
    (op !== "alias" && old.stored === now.stored && old.object !== now.object
      ? `${t.comma}${change(t, t.counts.object, old.object, now.object)}`
      : "");

  /** Make `next` the recipe; `sentence(old counts, new counts)` says what happened. */
  function become(next, sentence, { remember = true, arrow = true } = {}) {
    const old = sceneOf(recipe).counts;
    const now = sceneOf(next).counts;
    if (remember) history.push(recipe);
    before = arrow ? old : null;
    model.set("recipe", next);
    model.save_changes();
    say(sentence(old, now), "done");
  }

  function edit(changed, layer) {
    const next = changed(recipe);
    if (typeof next === "string") return refuse(next);
    const wrong = misfit(next);
    if (wrong) {
      return refuse(
        fill(t.why[wrong[1].type === "embedding" ? "again" : "unequal"], {
          i: wrong[0],
          in: wrong[1].in,
          out: wrong[1].out,
        }),
      );
    }
    const { kept, dropped } = replay(next);
    const lost = recipe.links.length - kept.length;
    const usesOnly = layer !== undefined && next.layers[layer].calls !== recipe.layers[layer].calls;
    become(
      { ...next, links: dropped.length ? kept : next.links, steps: 0 },
      (old, now) =>
        (usesOnly
          ? fill(t.done.uses, {
              i: layer,
              times: timesText(t, next.layers[layer].calls),
              x: format(old.use),
              y: format(now.use),
            })
          : fill(t.done.layer, { chain: chainText(t, next), counts: counted(old, now) })) +
        (lost > 0 ? ` ${fill(t.done.lost, { n: lost })}` : ""),
    );
  }

  function choose(next, aloud) {
    chosen = next;
    if (aloud) say(fill(t.done.chosen, { a: chosen.first || "–", b: chosen.second || "–" }), "");
    draw();
  }

  const alone = (op) => op === "untie" || op === "untieLayer"; // needs one slot only
  const subject = (op) => chosen.second || (alone(op) ? chosen.first : "");

  /** The links that an operation on the chosen slots would add, or why there are none. */
  function planned(op) {
    const target = subject(op);
    if (!target || (!alone(op) && !chosen.first)) return { refused: t.why.choose };
    const { state } = replay(recipe);
    const link = alone(op) ? { op: "untie", target } : { op, source: chosen.first, target };
    const several = op === "untieLayer" ? sharing(recipe, target) : [];
    if (several.length) return { links: several.map((name) => ({ op: "untie", target: name })) };
    const refused = act(state, link);
    return refused ? { refused: refusal(t, replay(recipe).state, refused) } : { links: [link] };
  }

  function operate(op) {
    const { links, refused } = planned(op);
    const target = subject(op);
    if (refused) return refuse(refused);
    const split =
      op === "untie" && reused(replay(recipe).state, target) && sharing(recipe, target).length > 1;
    become(
      { ...recipe, links: [...recipe.links, ...links], steps: 0 },
      (old, now) =>
        fill(t.done[op], {
          a: chosen.first,
          b: target,
          i: chosen.first.split(".")[0],
          j: target.split(".")[0],
          counts: moved(op, old, now),
          objects: change(t, t.counts.object, old.object, now.object),
        }) + (split ? ` ${fill(t.done.split, { j: target.split(".")[0] })}` : ""),
    );
  }

  function flip(name) {
    const flipped = recipe.flipped.includes(name)
      ? recipe.flipped.filter((one) => one !== name)
      : [...recipe.flipped, name];
    become({ ...recipe, flipped, steps: 0 }, () => {
      const { slots, step: asked } = sceneOf({ ...recipe, flipped });
      const i = slots.findIndex((slot) => slot.name === name);
      return fill(t.done.flip, { a: name, list: asked[i].targets.map(format).join(", ") });
    });
  }

  function advance(count) {
    const steps = recipe.steps + count;
    if (steps > MOST_STEPS) return refuse(fill(t.why.steps, { n: MOST_STEPS }));
    become(
      { ...recipe, steps },
      () => {
        const scene = sceneOf({ ...recipe, steps });
        const at = (name) =>
          format(scene.step[scene.slots.findIndex((slot) => slot.name === name)]?.value ?? 0);
        return fill(t.done.step, {
          n: steps,
          name: t.kinds[recipe.optimizer],
          a: chosen.first,
          b: chosen.second,
          x: at(chosen.first),
          y: at(chosen.second),
        });
      },
      { arrow: false },
    );
  }

  const preset = choice(t.start, (name) => {
    if (!presets[name]) return;
    start = presets[name];
    chosen = suggested(start);
    become(
      { ...start, optimizer: recipe.optimizer },
      (_, now) => fill(t.done.preset, { name: t.presets[name], n: format(now.stored) }),
      { arrow: false },
    );
  });
  const undo = button(t.undo, () => {
    const last = history.pop();
    if (!last) return refuse(t.why.nothing);
    become(last, (_, now) => fill(t.done.undo, { n: format(now.stored) }), {
      remember: false,
      arrow: false,
    });
  });
  const reset = button(t.reset, () => {
    chosen = suggested(start);
    become(start, (_, now) => fill(t.done.reset, { n: format(now.stored) }), { arrow: false });
  });
  const layers = layerEditor(t, edit);
  const first = choice(t.first, (name) => choose({ ...chosen, first: name }, true));
  const second = choice(t.second, (name) => choose({ ...chosen, second: name }, true));
  const help = h("p", { class: "tied-small ledger-help", id: uid("tied-help") }, t.opHelp.tie);
  const forget = () => setText(help, t.opHelp.tie);
  const deeds = Object.keys(WORDS.en.ops).map((op) => {
    const explain = () => setText(help, t.opHelp[op]);
    return [
      op,
      button(t.ops[op], () => operate(op), {
        "data-op": op,
        title: t.opHelp[op],
        onfocus: explain,
        onmouseenter: explain,
        onblur: forget,
        onmouseleave: forget,
      }),
    ];
  });
  const optimiser = choice(t.optimiser, (name) =>
    become({ ...recipe, optimizer: name, steps: 0 }, () =>
      fill(t.done.optimizer, { name: t.kinds[name] }),
    ),
  );
  const canvas = h("div", { class: "ledger-canvas" }, drawing.svg);
  const taken = h("span", { class: "tied-small ledger-taken" });
  const again = button(t.again, () =>
    become({ ...recipe, steps: 0 }, () => t.done.again, { arrow: false }),
  );

  root.append(
    bar(null, preset.field, spring(), undo, reset),
    layers.node,
    bar(null, first.field, second.field),
    bar(t.opsLabel, ...deeds.map(([, node]) => node)),
    help,
    status.node,
    tiles.list,
    canvas,
    bar(
      null,
      optimiser.field,
      button(t.step, () => advance(1)),
      button(t.ten, () => advance(10)),
      again,
      taken,
    ),
    key(t, true),
    h(
      "div",
      { class: "ledger-step" },
      h("strong", null, t.stepTitle),
      h("p", { class: "tied-small" }, t.stepHelp),
      scroller(t, t.stepTitle, step.node, signal),
      step.stories,
    ),
    fold(t.table, scroller(t, t.table, rows.node, signal)),
    kernel.node,
  );

  function draw() {
    const { scene, from } = current();
    const { state } = replay(recipe);
    const names = slotNames(state);
    for (const key of ["first", "second"]) {
      if (chosen[key] && !names.includes(chosen[key])) chosen = suggested(recipe);
    }
    const matching = Object.keys(presets).find((name) => basis(presets[name]) === basis(recipe));
    preset.draw(
      [...known.map((name) => [name, t.presets[name]]), ...(matching ? [] : [["", t.changed]])],
      matching ?? "",
    );
    layers.draw(recipe);
    const list = [
      ["", t.none],
      ...names.map((name) => [name, `${name} (${dims(shapeOf(state, name))})`]),
    ];
    first.draw(list, chosen.first);
    second.draw(list, chosen.second);
    for (const [op, node] of deeds) allow(node, !planned(op).refused);
    allow(undo, history.length > 0);
    allow(again, recipe.steps > 0);
    setText(taken, fill(t.taken, { n: recipe.steps }));
    optimiser.draw(Object.entries(t.kinds), recipe.optimizer);
    tiles.draw(scene.counts, before);
    rows.draw(scene);
    step.draw(scene, recipe.optimizer);
    kernel.draw(from, recipe);
    if (width) drawing.draw(scene, width, chosen);
  }

  function adopt() {
    recipe = model.get("recipe");
    draw();
  }
  listen(model, { "change:recipe": adopt }, signal);
  onWidth(
    canvas,
    (now) => {
      width = now;
      draw();
    },
    signal,
  );
  adopt();
  kernel.start();
}

/** The widget that shows a model of the reader's own. */
function viewer(model, root, t, signal) {
  const kernel = kernelOf(t, model, "recipe", draw, signal);
  const drawing = picture(t);
  const tiles = countTiles(t);
  const rows = sceneTable(t);
  const status = statusLine("", signal);
  const search = labelled(t.filter, h("input", { type: "search", oninput: () => draw() }));
  const canvas = h("div", { class: "ledger-canvas" }, drawing.svg);
  const lines = key(t, false);
  const listing = fold(t.table, scroller(t, t.table, rows.node, signal));
  const title = h("strong");
  let width = 0;
  let opened = false;
  root.append(
    bar(null, title, spring(), search),
    status.node,
    tiles.list,
    canvas,
    lines,
    listing,
    kernel.node,
  );

  function draw() {
    const { name, full, folded } = model.get("scene");
    const text = search.control.value;
    const part = filtered(full, text);
    const shown =
      drawable(part) && part.slots.length ? part : !text.trim() && drawable(folded) ? folded : null;
    setText(title, name);
    tiles.draw(full.counts, null);
    rows.draw(part);
    status.say(
      !shown && part.slots.length
        ? fill(t.tooMany, { n: nodes(part) })
        : fill(t.matches, { n: part.slots.length, all: full.slots.length }),
    );
    canvas.hidden = lines.hidden = !shown;
    if (!shown && !opened) listing.open = opened = true;
    kernel.draw(kernel.answered() ? "kernel" : "build");
    if (shown && width) drawing.draw(shown, width, {});
  }
  onWidth(
    root,
    (now) => {
      width = now;
      draw();
    },
    signal,
  );
  draw();
  kernel.start();
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const own = !!model.get("scene")?.full;
  const root = frame(t.group);
  root.classList.add("ledger");
  el.append(root);
  (own ? viewer : workbench)(model, root, t, signal);
}

export default { render };
