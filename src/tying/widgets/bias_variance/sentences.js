// Sentences about a setting: who wins, by how much and why, and what does not exist.

import { format } from "../common/format.js";
import { difference, sliderChange } from "../common/presets.js";
import { fill } from "../common/words.js";
import { landmark, placeOf, range } from "./axis.js";
import { ESTIMATES, bestTie, leastCorrelation, risks, strength, terms } from "./risks.js";
import { verdict } from "./winners.js";

const ROUNDING = 1e-9;

/** Three digits that count. */
export const short = (value) => format(+value.toPrecision(3));

/** What the strength of the tie does, in words. */
function pullInWords(t, w) {
  if (w === 0) return t.pull.none;
  if (w === 1) return t.pull.all;
  return fill(t.pull.part, { percent: format(Math.round(100 * w)), lambda: short(w / (1 - w)) });
}

/** What the correlation of errors is like, in words. */
function agreementInWords(t, r) {
  if (r === 1) return t.agree.equal;
  if (r === 0) return t.agree.none;
  return r > 0 ? t.agree.alike : t.agree.unlike;
}

/** What a control's value means, for those who hear it. */
export function meaning(t, setting, name) {
  const n = setting[name];
  return fill(t.values[name], {
    n: format(n),
    root: short(Math.sqrt(n)),
    v: short(terms(setting).v),
    agree: agreementInWords(t, setting.correlation),
    pull: pullInWords(t, setting.tie),
  });
}

const SIGNS = { equal: "at", tied: "below", separate: "above" };

/** The rule at this setting, with its numbers. */
export function rule(t, setting) {
  const { threshold, r } = terms(setting);
  if (threshold === null) return t.rule.none;
  const text = fill(t.rule[SIGNS[verdict(setting).extreme]], {
    s: format(setting.heterogeneity),
    formula: t.formula[setting.truth],
    threshold: short(threshold),
  });
  const impossible = r > setting.correlation + ROUNDING; // so that another one is in use
  return impossible ? text + fill(t.rule.bound, { r: short(r) }) : text;
}

/** The rule without its numbers, as long as the reader guesses. */
export const coveredRule = (t, { heterogeneity, truth }) =>
  fill(t.rule.covered, { s: format(heterogeneity), formula: t.formula[truth] });

/** By how much the better risk is less; nothing where it is 0, which is always 100 % less. */
const percentLess = (t, less, more) =>
  less > 0 ? fill(t.percent, { percent: short((100 * (more - less)) / more) }) : "";

/** Which of separate and tied wins, by how much and why. */
function extremesSentence(t, setting) {
  const { separate, tied } = risks(setting);
  const { bias2Tied, varianceSaved } = terms(setting);
  const less = Math.min(separate.risk, tied.risk);
  const more = Math.max(separate.risk, tied.risk);
  return fill(t.wins[verdict(setting).extreme], {
    less: short(less),
    more: short(more),
    percent: percentLess(t, less, more),
    bias: short(bias2Tied),
    saved: short(varianceSaved),
  });
}

/** Whether partly pooled estimates do as well as the better one, the worse one, or neither. */
function levelOfPooled(setting) {
  const { separate, tied, pooled } = risks(setting);
  const less = Math.min(separate.risk, tied.risk);
  const more = Math.max(separate.risk, tied.risk);
  const alike = (risk) => Math.abs(pooled.risk - risk) <= ROUNDING * more;
  if (alike(less)) return "less";
  return alike(more) ? "more" : "between";
}

/** What partial pooling comes to. */
function pooledSentence(t, setting) {
  const { best } = verdict(setting);
  const wins = best === "pooled" || best === "equal";
  return fill(t.pooled[wins ? best : levelOfPooled(setting)], {
    w: short(strength(setting)),
    risk: short(risks(setting).pooled.risk),
  });
}

/** Which strength would be the best. */
function bestSentence(t, setting, best) {
  if (Math.abs(strength(setting) - best) < ROUNDING) return t.pooled.isBest;
  const least = risks({ ...setting, best: true }).pooled.risk;
  return fill(t.pooled.best, { best: short(best), least: short(least) });
}

/** Who wins, by how much and why: of the two extremes, and with partial pooling. */
export function outcome(t, setting) {
  if (setting.locations === 1) return "";
  const best = bestTie(setting);
  const pooled =
    best === null ? [t.pooled.none] : [pooledSentence(t, setting), bestSentence(t, setting, best)];
  return [extremesSentence(t, setting), ...pooled].join(" ");
}

/** What is special about the errors: at most one sentence about noise and correlation. */
function errorNotes(t, { noise, correlation, locations }) {
  const least = leastCorrelation(locations);
  if (noise === 0) return [t.notes.noNoise];
  if (correlation === 1) return [t.notes.equalErrors];
  return correlation <= least + ROUNDING ? [t.notes.cancel] : [];
}

/** A correlation that cannot be. */
function correlationNotes(t, { correlation, locations }) {
  const least = leastCorrelation(locations);
  if (correlation >= least - ROUNDING) return [];
  const numbers = { T: format(locations), r: format(correlation), least: short(least) };
  return [fill(t.notes.correlation, numbers)];
}

/** Where separate and tied are equal, if that is not on the axis. */
function offAxisNotes(t, setting) {
  const { bias2Tied, varianceSaved } = terms(setting);
  if (setting.axis === "data" && (varianceSaved === 0 || bias2Tied === 0)) {
    return [t.notes.offAxis.never];
  }
  const place = placeOf(setting, 1);
  const [first, last] = range(setting);
  if (place === null || (place >= first && place <= last)) return [];
  const { above, below } = t.notes.offAxis;
  return [fill(place > last ? above : below, { x: short(place) })];
}

/** What does not exist at this setting, or is off the axis, in sentences. */
export function notes(t, setting) {
  if (setting.locations === 1) return [t.notes.one];
  return [
    ...correlationNotes(t, setting),
    ...errorNotes(t, setting),
    ...(setting.heterogeneity === 0 ? [t.notes.alike] : []),
    ...offAxisNotes(t, setting),
  ];
}

/** The curves of a panel, { x, separate: { bias2, variance, risk }, ... }, in words. */
export function panelInWords(t, setting, kind, curves) {
  const [first, last] = range(setting);
  const mark = kind === "risk" ? landmark(setting) : null;
  const one = (who) => {
    const line = curves[who][kind];
    return fill(t.curve, { who: t.names[who], from: short(line[0]), to: short(line.at(-1)) });
  };
  return fill(t.panel, {
    kind: t.kinds[kind],
    axis: t.axes[setting.axis],
    first: short(first),
    last: short(last),
    each: ESTIMATES.map(one).join("; "),
    meet: mark ? fill(t.meet[mark.kind], { x: short(mark.place) }) : "",
  });
}

/** The three risks in a line. */
export function riskSentence(t, setting) {
  const three = risks(setting);
  const numbers = ESTIMATES.map((who) => [who, short(three[who].risk)]);
  const best = t.least[verdict(setting).best];
  return fill(t.done.risks, { ...Object.fromEntries(numbers), best });
}

/** What a control has changed. */
function changeOf(t, name, before, after) {
  if (name in t.controls) return sliderChange(t, name, before, after);
  if (name === "best") {
    const value = after.best ? t.optimal : format(after.tie);
    return fill(t.done.choice, { name: t.controls.tie, value });
  }
  const values = name === "axis" ? t.axes : t.truths;
  return fill(t.done.choice, { name: t[name], value: values[after[name]] });
}

/**
 * What happened between two settings, as [text, tone] of the status line; a covered picture gets a
 * question in place of the risks.
 */
export function changeInWords(t, before, after, presets, covered) {
  const changed = (name) => changeOf(t, name, before, after);
  const change = difference(t, before, after, presets, changed);
  if (!change) return [t.hint, ""];
  const known = notes(t, before);
  const fresh = notes(t, after).filter((one) => !known.includes(one));
  const consequence = covered ? t.guess.ask : riskSentence(t, after);
  return [[change, consequence, ...fresh].join(" "), covered ? "" : "done"];
}

/** Whether a guess was right, as [text, tone] of the status line. */
export function guessInWords(t, setting, guess) {
  const { extreme } = verdict(setting);
  const right = guess === extreme;
  const { names } = t.guess;
  const text = fill(t.guess[right ? "right" : "wrong"], {
    who: names[guess],
    extreme: names[extreme],
  });
  return [`${text} ${riskSentence(t, setting)}`, right ? "done" : "refused"];
}
