// The trace of the reader's own model: a scene from Python, of which one parameter is watched.

import { choice } from "../common/choice.js";
import { h } from "../common/dom.js";
import { format } from "../common/format.js";
import { spring } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { kernelOf } from "../common/kernel.js";
import { fill } from "../common/words.js";
import { hasGraph, momentOf } from "./moment.js";
import { joined, usesInWords } from "./sentences.js";
import { usesTable } from "./tables.js";
import { traceView } from "./view.js";

/** Why there is no graph, and that nothing is shared, where it is so. */
function aboutModel(t, { name, count, reason, parameters }) {
  const isShared = parameters.some(({ uses }) => uses.length > 1);
  const values = { model: name, n: format(count) };
  return joined(
    reason ? fill(t.undrawn[reason], values) : "",
    isShared ? "" : fill(t.noneShared, values),
  );
}

/** The name of the model, its parameters to choose from, and all uses, as heads of the view. */
function modelHeads(t, scene, isCompact, watch) {
  const parameter = choice(t.parameter, (k) => watch(+k));
  const about = aboutModel(t, scene);
  const heads = {
    top: [h("strong", null, scene.name), spring(), parameter.field],
    below: h("p", { class: "tied-small", hidden: !about }, about),
    stepTitle: t.shareTitle,
    stepControls: [],
    uses: usesTable(t, scene),
    isCompact,
  };
  const names = scene.parameters.map(({ name, uses }, k) => [
    String(k),
    `${name} (${usesInWords(t, uses.length)})`,
  ]);
  return { heads, draw: (watched) => parameter.draw(names, String(watched)) };
}

export function modelTrace(t, { model, el, signal }) {
  const scene = model.get("scene");
  let { watched } = scene;
  let at = 0;

  const kernel = kernelOf(t, model, "setting", draw, signal);
  const controls = modelHeads(t, scene, model.get("compact"), watch);
  const on = { go, watch, redraw: draw };
  const view = traceView(t, controls.heads, kernel, on, moment(), signal);
  isolated(el, model).append(view.root);

  function moment() {
    return momentOf(scene, watched, at);
  }
  function draw() {
    controls.draw(watched);
    view.draw(moment());
    kernel.draw(kernel.answered() ? "own" : "build", model.get("setting"));
  }
  function go(k) {
    at = k;
    draw();
    view.tell(moment());
  }
  function watch(k) {
    watched = k;
    if (!hasGraph(scene)) at = 0; // the steps are those of another parameter
    view.stop();
    draw();
    const { name, uses } = scene.parameters[k];
    view.say(fill(t.done.parameter, { name, uses: usesInWords(t, uses.length) }), "done");
  }

  draw();
  kernel.start();
}
