// The story of a tie: the reader says what a step will do, and sees what it does. Torch has done
// all steps when the widget was made; with a kernel it does them again.

import { frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { kernelOf } from "../common/kernel.js";
import { listen } from "../common/traits.js";
import { words } from "../common/words.js";
import { rightOffer, verdict } from "./answers.js";
import { arrived, back, forward, placeOf } from "./path.js";
import { view } from "./view.js";
import { WORDS } from "./words.js";

/** Let the arrow keys lead back and on, where nothing else answers to them. */
function followArrows(root, { goBack, goOn }) {
  const moves = { ArrowLeft: goBack, ArrowRight: goOn };
  root.addEventListener("keydown", (event) => {
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    if (!(event.key in moves) || isShortcut || event.target.closest(".tied-scroll")) return;
    event.preventDefault();
    moves[event.key]();
  });
}

function render({ model, el, signal }) {
  const t = words(WORDS);
  const [name, { steps, scenes }] = [model.get("name"), model.get("story")];
  const last = steps.length - 1;
  const act = {
    answer: (i) => placeOf(reader).isTold || go(forward(reader, last, i)),
    goBack: () => go(back(reader)),
    goOn: () => go(forward(reader, last)),
    redraw,
  };
  let reader = arrived(model.get("step"), last);
  const root = frame(t.group[name]);
  root.classList.add("tie-story", `is-${name}`);
  const kernel = kernelOf(t, model, "step", redraw, signal);
  const { nodes, say, draw } = view(t, name, steps, act, signal);
  root.append(...nodes, kernel.node);
  isolated(el, model).append(root);

  /** What the step did that is told now; null where one is asked. */
  function told() {
    const { index, isTold, done } = placeOf(reader);
    if (!isTold) return null;
    const [before, after] = [scenes[index], scenes[done]];
    return { before: before.counts, right: rightOffer(steps[index], before, after) };
  }
  function redraw() {
    const { done } = placeOf(reader);
    const result = kernel.answer(done);
    draw(reader, result?.scene ?? scenes[done], told());
    kernel.draw(result ? "kernel" : "build", done);
  }
  function go(there) {
    reader = there;
    const { index, done } = placeOf(reader);
    model.set("step", done);
    model.save_changes();
    redraw();
    const { right } = told() ?? {};
    if (right !== undefined) say(verdict(t, steps[index], reader.said[index], right), "done");
    else say(index ? t.hint : t.openings[name]);
  }
  function adopt() {
    if (placeOf(reader).done !== model.get("step")) reader = arrived(model.get("step"), last);
    redraw();
  }

  followArrows(root, act);
  listen(model, { "change:step": adopt }, signal);
  redraw();
  kernel.start();
}

export default { render };
