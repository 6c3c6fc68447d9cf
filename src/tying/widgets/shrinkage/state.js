// The state of a view: the setting; the axis, which stays while a value is dragged; the share at
// the start; the errors of the sets so far, or null where they are those of the setting itself;
// whether it was touched.

import { axisOf, covers, unitOf } from "./axis.js";
import { errorsOf, shrunk, together } from "./james_stein.js";

/** The state of a view that opens. */
export const initial = (setting) => ({
  setting,
  axis: axisOf(setting),
  first: shrunk(setting).weight,
  tally: null,
  touched: false,
});

/** What is shown: { setting, moved, tally, first, touched }; `answer` is the kernel's, if any. */
export function shown({ setting, tally, first, touched }, answer) {
  const moved = answer ?? shrunk(setting);
  return {
    setting,
    moved,
    tally: setting.errors && (tally ?? errorsOf(setting.values, moved)),
    first,
    touched,
  };
}

/** Another setting, to which no earlier set belongs. */
export const changed = (state, next) => ({
  ...state,
  setting: { ...state.setting, ...next },
  tally: null,
  touched: true,
});

/** Eight numbers of any unit, on an axis of their own, with as much noise against it as before. */
export function withNumbers(state, values) {
  const unit = unitOf(values, state.setting.noise);
  const noise = +(state.setting.noise * (unit / state.axis.unit) ** 2).toPrecision(6);
  const next = changed(state, { values, noise });
  return { ...next, axis: axisOf(next.setting) };
}

/** Further sets, of which the last is shown. */
export const withSets = (state, { errors, ...measured }) => ({
  ...state,
  setting: { ...state.setting, errors },
  tally: together(shown(state).tally, measured),
  touched: true,
});

/** A setting that Python has sent. */
export function adopted(state, setting) {
  const axis = covers(state.axis, setting.values) ? state.axis : initial(setting).axis;
  return { ...state, setting, axis, tally: null };
}
