// The contributions as bars, and the row of the weight: first the guess, then what arrives.

import { h, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { slider } from "../common/slider.js";

const STEP = 0.5; // of the slider

const bar = (name) => h("span", { class: `two-uses-bar ${name}` });
const track = (...bars) => h("span", { class: "two-uses-track", "aria-hidden": "true" }, ...bars);

/** Put a bar at `from`, with a length, both as parts of the axis. */
function place(one, from, length) {
  one.style.setProperty("--from", from);
  one.style.setProperty("--length", length);
}

/** A row: a name, a number, and a track or a slider below. */
function row(name, ...below) {
  const number = h("span", { class: "tied-value" });
  const head = h("span", { class: "two-uses-head" }, h("span", null, name), number);
  return { node: h("div", { class: "two-uses-row" }, head, ...below), number };
}

/**
 * The rows, on an axis to `most`; `guessed(number)` is called when the slider moves. In
 * `draw(answer, guess, arrived)` the guess is null until there is one. Before the contributions
 * have arrived, their rows are empty.
 */
export function contributionBars(t, most, guessed) {
  const sent = [bar("is-separate"), bar("is-separate")];
  const came = [bar("is-separate is-first"), bar("is-separate is-second")];
  const [sum, guess] = [bar("is-tied"), bar("is-guess")];
  const uses = [row(t.height, track(sent[0])), row(t.width, track(sent[1]))];
  const arrivals = track(...came, sum, guess);
  const say = (number) => (guess.dataset.made ? format(number) : t.noGuess);
  const control = slider(t.guess, [0, most, STEP], say, guessed, say);
  const weight = row(t.receives, arrivals);
  const last = h("div", { class: "two-uses-last" }, weight.node, control.field);
  const node = h("div", { class: "two-uses-bars" }, ...uses.map((use) => use.node), last);

  function draw({ contributions, gradient }, made, arrived) {
    node.dataset.arrived = String(arrived);
    weight.node.hidden = !arrived;
    control.field.hidden = arrived;
    guess.dataset.made = made === null ? "" : "yes";
    control.draw(made ?? 0);
    let from = 0;
    contributions.forEach((one, i) => {
      setText(uses[i].number, arrived ? format(one) : "?");
      place(sent[i], 0, arrived ? one / most : 0);
      place(came[i], from / most, one / most);
      from += one;
    });
    place(sum, 0, gradient / most);
    place(guess, 0, (made ?? 0) / most);
    const [height, width] = contributions;
    came[1].style.setProperty("--back", -height / width);
    setText(weight.number, `${format(height)} + ${format(width)} = ${format(gradient)}`);
  }
  return { node, draw };
}
