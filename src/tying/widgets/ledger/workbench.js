// The widget with which a reader builds a model and joins its slots. The recipe is the truth; every
// view draws it.

import { fold } from "../common/frame.js";
import { kernelOf } from "../common/kernel.js";
import { scroller } from "../common/scroller.js";
import { statusLine } from "../common/status.js";
import { listen } from "../common/traits.js";
import { fill } from "../common/words.js";
import { newSession, press, withKnownSlots } from "./actions.js";
import { operationBar, slotChoices, startBar, stepBar } from "./controls.js";
import { countTiles } from "./count_tiles.js";
import { layerEditor } from "./layer_editor.js";
import { pictureLegend } from "./legend.js";
import { pictureBox } from "./picture_box.js";
import { sceneOf } from "./scene.js";
import { sceneTable } from "./scene_table.js";
import { stepSection } from "./step_table.js";

/** The parts, put together; `act` is what they call, with an action and its values. */
function view(t, examples, session, { act, redraw }, signal) {
  const { first, second } = session.chosen;
  const status = statusLine(fill(t.hint, { a: first, b: second }), signal);
  const start = startBar(t, examples, act);
  const layers = layerEditor(t, act);
  const slots = slotChoices(t, act);
  const operations = operationBar(t, act);
  const tiles = countTiles(t);
  const drawing = pictureBox(t, redraw, signal, (name) => act(press, name));
  const steps = stepBar(t, act);
  const step = stepSection(t, act, signal);
  const table = sceneTable(t);
  const nodes = [
    start.node,
    layers.node,
    slots.node,
    operations.node,
    operations.help,
    status.node,
    tiles.node,
    drawing.node,
    steps.node,
    pictureLegend(t),
    step.node,
    fold(t.table, scroller(t, t.table, table.node, signal)),
  ];

  function draw(shown, scene) {
    const { recipe, chosen, before } = shown;
    for (const part of [start, slots, operations]) part.draw(shown);
    for (const part of [layers, steps]) part.draw(recipe);
    tiles.draw(scene.counts, before);
    table.draw(scene);
    step.draw(scene, recipe.optimizer);
    drawing.draw(scene, chosen);
  }
  return { nodes, say: status.say, draw };
}

export function workbench(t, model, root, signal) {
  let session = newSession(model.get("recipe"));
  const kernel = kernelOf(t, model, "recipe", redraw, signal);
  const { nodes, say, draw } = view(t, model.get("presets"), session, { act, redraw }, signal);
  root.append(...nodes, kernel.node);

  function act(action, ...values) {
    const result = action(t, session, ...values);
    ({ session } = result);
    if (result.tone === "done") publish();
    else redraw();
    say(result.text, result.tone);
  }
  function publish() {
    model.set("recipe", session.recipe); // whose change is adopted and drawn
    model.save_changes();
  }
  function adopt() {
    session = withKnownSlots(session, model.get("recipe"));
    redraw();
  }
  function redraw() {
    const result = kernel.answer(session.recipe);
    draw(session, result?.scene ?? sceneOf(session.recipe));
    kernel.draw(result ? "kernel" : "page", session.recipe);
  }

  listen(model, { "change:recipe": adopt }, signal);
  redraw();
  kernel.start();
}
