// The widget of bias-variance curves: controls around three panels and a table. The setting is the
// truth.

import { button } from "../common/button.js";
import { choice, segments } from "../common/choice.js";
import { h, setText } from "../common/dom.js";
import { labelled } from "../common/field.js";
import { format } from "../common/format.js";
import { bar, fold, frame, spring } from "../common/frame.js";
import { kernelOf } from "../common/kernel.js";
import { scroller } from "../common/scroller.js";
import { slider } from "../common/slider.js";
import { statusLine } from "../common/status.js";
import { listen, same } from "../common/traits.js";
import { onWidth } from "../common/width.js";
import { fill, words } from "../common/words.js";
import { experiment, normal } from "./draws.js";
import { ESTIMATES, KINDS, at, curves, parts, places, risks, strength, verdict } from "./model.js";
import { panel } from "./picture.js";
import { listing, meaning, notes, numbers, outcome, rule, short } from "./verdict.js";
import { WORDS } from "./words.js";

const SLIDERS = ["heterogeneity", "noise", "data", "locations", "correlation", "tie"];
const COUNT = 200; // experiments for each dot in the page
const DOTS = 7; // places with experiments
const NONE = { key: "", draws: [], seed: 0, count: 0, from: "page" };

/** The nearest value that a slider has. */
export const snap = (value, [least, most, step]) =>
  +Math.min(most, Math.max(least, least + Math.round((value - least) / step) * step)).toFixed(6);

/** What the dots depend on: everything but the place on the axis. */
export const dotsOf = (setting) =>
  JSON.stringify({
    ...setting,
    [setting.axis]: null,
    ...(setting.axis === "tie" ? { best: null } : setting.best ? { tie: null } : {}),
  });

/** How many of the bars of risk reach the curve. */
export function reached(setting, draws) {
  const hits = draws.flatMap((one) =>
    ESTIMATES.map(
      (who) =>
        Math.abs(one[who].risk.mean - risks(at(setting, one.x))[who].risk) <=
        2 * one[who].risk.error + 1e-9,
    ),
  );
  return { hits: hits.filter(Boolean).length, all: hits.length };
}

/** What differs between two settings, in words. */
function difference(t, before, after, presets) {
  const names = Object.keys(after).filter((name) => before[name] !== after[name]);
  const preset = Object.keys(presets).find((name) => same(presets[name], after));
  if (names.length > 1 && preset) return fill(t.done.preset, { name: t.presets[preset] ?? preset });
  return names
    .map((name) => {
      if (name in t.controls) {
        return fill(t.done.set, {
          name: t.controls[name],
          value: format(after[name]),
          before: format(before[name]),
        });
      }
      if (name === "best") {
        return fill(t.done.choice, {
          name: t.controls.tie,
          value: after.best ? t.optimal : format(after.tie),
        });
      }
      return fill(t.done.choice, {
        name: t[name],
        value: (name === "axis" ? t.axes : t.truths)[after[name]],
      });
    })
    .join(" ");
}

/** The three risks in a line. */
const brief = (t, setting) => {
  const { best, found } = verdict(setting);
  return fill(t.done.risks, {
    ...Object.fromEntries(ESTIMATES.map((who) => [who, short(found[who].risk)])),
    best: t.least[best],
  });
};

function render({ model, el, signal }) {
  const t = words(WORDS);
  const limits = model.get("limits");
  const presets = model.get("presets");
  let setting = model.get("setting");
  let start = setting;
  let told = setting;
  let width = 0;
  let covered = false;
  let seed = 0;
  let frameId = 0;
  let dots = NONE;

  const status = statusLine(t.hint, signal, settle);
  const kernel = kernelOf(t, model, "setting", draw, signal);
  const table = numbers(t);
  const list = listing(t);
  const ruleText = h("strong");
  const v = h("span");
  const verdictText = h("p");
  const noteList = h("ul", { class: "bv-notes" });
  const drawnBy = h("p", { class: "tied-small" });

  /** What happened since it was last spoken; that is settled once the reader pauses. */
  function tell() {
    const before = notes(t, told);
    const fresh = notes(t, setting).filter((one) => !before.includes(one));
    const change = difference(t, told, setting, presets);
    if (!change) status.say(t.hint);
    else {
      status.say(
        [change, covered ? t.guess.ask : brief(t, setting), ...fresh].join(" "),
        covered ? "" : "done",
      );
    }
  }
  function settle() {
    model.save_changes(); // a kernel hears where a drag ends, not where it passes
    told = setting;
  }
  function become(next) {
    if (same(next, setting)) return;
    setting = next;
    covered = guess.control.checked;
    model.set("setting", next);
    draw();
    tell();
  }
  const set = (name, value) =>
    become({ ...setting, [name]: value, ...(name === "tie" ? { best: false } : {}) });
  const choose = (x) => set(setting.axis, snap(x, limits[setting.axis]));
  const begin = (from) => become((start = from));
  function answer(who) {
    const { extreme } = verdict(setting);
    covered = false;
    draw();
    status.say(
      `${fill(t.guess[who === extreme ? "right" : "wrong"], { who: t.guess.names[who], extreme: t.guess.names[extreme] })} ${brief(t, setting)}`,
      who === extreme ? "done" : "refused",
    );
    guess.control.focus();
  }
  const check = (text, press) => {
    const field = labelled(
      text,
      h("input", { type: "checkbox", onchange: () => press(field.control.checked) }),
    );
    field.classList.add("bv-check");
    return field;
  };

  const preset = choice(t.start, (name) => begin(presets[name] ?? start));
  const axis = choice(t.axis, (name) => set("axis", name));
  const truth = segments(t.truth, Object.entries(t.truths), (name) => set("truth", name));
  const sliders = SLIDERS.map((name) => [
    name,
    slider(
      t.controls[name],
      limits[name],
      () => meaning(t, shown(), name),
      (value) => set(name, value),
    ),
  ]);
  const best = check(t.optimal, (on) => become({ ...setting, best: on }));
  const guess = check(t.guess.first, (on) => {
    covered = on;
    draw();
    if (on) status.say(t.guess.hint);
  });
  const question = bar(
    t.guess.ask,
    h("strong", { class: "bv-ask" }, t.guess.ask),
    ...["tied", "separate", "equal"].map((who) => button(t.guess.names[who], () => answer(who))),
  );
  const run = button(t.draw, simulate);
  const clear = button(t.clear, () => {
    stop();
    draw();
    run.focus();
  });
  const panels = KINDS.map((kind) => [kind, panel(t, kind, choose)]);
  const sign = (text) => h("span", { class: "bv-sign", "aria-hidden": "true" }, text);
  const canvas = h(
    "div",
    { class: "bv-panels" },
    panels[0][1].node,
    sign(t.signs.plus),
    panels[1][1].node,
    sign(t.signs.equals),
    panels[2][1].node,
  );
  const all = fold(t.table, scroller(t, t.table, list.node, signal));
  const answers = [verdictText, noteList, all];

  const root = frame(
    t.group,
    bar(
      null,
      preset.field,
      axis.field,
      truth.field,
      spring(),
      button(t.reset, () => begin(start)),
    ),
    h(
      "div",
      { class: "bv-sliders", role: "group", "aria-label": t.setting },
      ...sliders.map(([, { field }]) => field),
      guess,
      best,
    ),
    status.node,
    question,
    h("p", { class: "bv-heading" }, ruleText, v),
    canvas,
    table.node,
    verdictText,
    noteList,
    bar(null, run, clear),
    drawnBy,
    all,
    kernel.node,
  );
  root.classList.add("bv");
  el.append(root);

  function stop() {
    cancelAnimationFrame(frameId);
    dots = NONE;
  }
  /**
   * Experiments at places of the axis: by the kernel if it has answered for this setting, else
   * here, one place in each frame.
   */
  function simulate() {
    stop();
    const xs = places(setting, DOTS);
    if (kernel.answer(setting)) return kernel.ask("draws", { xs });
    const next = normal((seed += 1));
    const from = setting;
    const key = dotsOf(setting);
    dots = { ...NONE, key, seed, count: COUNT };
    const step = () => {
      const x = xs[dots.draws.length];
      dots = { ...dots, draws: [...dots.draws, { x, ...experiment(at(from, x), COUNT, next) }] };
      draw();
      if (dots.draws.length < xs.length) frameId = requestAnimationFrame(step);
      else tellDots();
    };
    frameId = requestAnimationFrame(step);
  }
  const tellDots = () =>
    status.say(
      fill(t.done.draws, {
        count: format(dots.count),
        places: dots.draws.length,
        ...reached(setting, dots.draws),
      }),
      "done",
    );

  const current = () => {
    const result = kernel.answer(setting);
    return result
      ? { drawn: result.curves, found: result.found, from: "kernel" }
      : { drawn: curves(setting), found: risks(setting), from: "page" };
  };
  const shown = () => ({ ...setting, tie: +strength(setting).toFixed(2) });

  function draw() {
    const { drawn, found, from } = current();
    const matching = Object.keys(presets).find((name) => same(presets[name], setting));
    if (dots.key !== dotsOf(setting)) stop();
    preset.draw(
      [
        ...Object.keys(presets).map((name) => [name, t.presets[name] ?? name]),
        ...(matching ? [] : [["", t.changed]]),
      ],
      matching ?? "",
    );
    axis.draw(Object.entries(t.axes), setting.axis);
    truth.draw(setting.truth);
    for (const [name, one] of sliders) one.draw(shown()[name]);
    best.control.checked = setting.best;
    setText(
      ruleText,
      covered
        ? fill(t.rule.covered, {
            s: format(setting.heterogeneity),
            formula: t.formula[setting.truth],
          })
        : rule(t, setting),
    );
    setText(v, fill(t.v, { v: short(parts(setting).v) }));
    setText(verdictText, outcome(t, setting));
    const said = notes(t, setting);
    if (noteList.textContent !== said.join("")) {
      noteList.replaceChildren(...said.map((text) => h("li", null, text)));
    }
    root.classList.toggle("is-covered", covered);
    question.hidden = !covered;
    run.hidden = covered;
    for (const node of answers) node.hidden = covered || (node !== all && !node.textContent);
    table.draw(setting, { ...verdict(setting), found }, covered);
    list.draw(setting, dots.draws);
    kernel.draw(from, setting);
    setText(run, dots.draws.length ? t.again : t.draw);
    clear.hidden = drawnBy.hidden = covered || !dots.draws.length;
    setText(
      drawnBy,
      dots.draws.length
        ? fill(t.drawn[dots.from], { count: format(dots.count), seed: dots.seed })
        : "",
    );
    if (!width) return;
    const phone = width < 560;
    const small = phone ? Math.floor((width - 26) / 2) : Math.floor((width - 52) * 0.27);
    for (const [kind, { draw: show }] of panels) {
      const risk = kind === "risk";
      const low = phone && !risk;
      show(
        setting,
        drawn,
        found,
        dots.draws,
        {
          width: risk ? (phone ? width : width - 52 - 2 * small) : small,
          height: low ? 170 : 270,
          above: low ? 12 : 36,
        },
        covered,
      );
    }
  }

  listen(
    model,
    {
      "change:setting": () => {
        if (!same(model.get("setting"), setting)) {
          told = setting = model.get("setting");
          draw();
        } // Python's doing, not the reader's
      },
      "change:draws": () => {
        const sent = model.get("draws");
        if (!sent || !same(sent.setting, setting)) return;
        if (sent.error) return status.say(fill(t.source.failed, sent), "refused");
        dots = {
          key: dotsOf(setting),
          draws: sent.draws,
          seed: sent.seed,
          count: sent.count,
          from: "kernel",
        };
        draw();
        tellDots();
      },
    },
    signal,
  );
  signal?.addEventListener("abort", stop);
  onWidth(
    canvas,
    (now) => {
      width = now;
      canvas.classList.toggle("is-narrow", now < 560);
      draw();
    },
    signal,
  );
  draw();
  kernel.start();
}

export default { render };
