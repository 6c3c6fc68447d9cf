// The parts that a trace has, of an example and of a model alike.

import { h } from "../common/dom.js";
import { bar, fold, frame } from "../common/frame.js";
import { scroller } from "../common/scroller.js";
import { statusLine } from "../common/status.js";
import { givenSection } from "./given.js";
import { graphPart } from "./graph_part.js";
import { hasGraph } from "./moment.js";
import { partsSection } from "./parts.js";
import { playerPart } from "./player.js";
import { stepInWords } from "./step_sentences.js";
import { gramTable, nodeTable } from "./tables.js";
import { agreementSection, stepSection } from "./verdict.js";

/** A table that is folded away; `show(table)` puts another in its place. */
function foldedTable(t, title, signal) {
  const content = h("div");
  const node = fold(title, scroller(t, title, content, signal));
  return { node, show: (table) => content.replaceChildren(table) };
}

const stage = (left, ...right) =>
  h("div", { class: "trace-stage" }, left, h("div", { class: "tied-stack trace-right" }, ...right));

/** All parts, below one another but for what stands beside the graph. */
function wholeFrame(t, heads, made) {
  const { player, status, given, graph } = made;
  const { parts, agreement, step, nodes, inner, uses, kernel } = made;
  return frame(
    t.group,
    bar(null, ...heads.top),
    heads.below,
    stage(graph.node, player.node, status.node, given.node, graph.legend),
    ...[parts, agreement, step, nodes, inner, uses, kernel].map((part) => part.node),
  );
}

/** Backward and what arrives, in one screen. */
const compactFrame = (t, { player, status, given, graph, parts, nodes, kernel }) =>
  frame(
    t.group,
    stage(graph.node, player.node, status.node, given.node, parts.node),
    graph.legend,
    nodes.node,
    kernel.node,
  );

/**
 * The parts, put together. `heads` are what differs: controls on `top`, what stands `below` them,
 * `stepTitle` and `stepControls` of the section on steps, `uses`, the table of all uses or null,
 * and `isCompact`: then backward and what arrives stand alone, in one screen. `on` is what the
 * parts call: go, watch and redraw. The status begins with the `first` moment.
 */
export function traceView(t, heads, kernel, on, first, signal) {
  const status = statusLine(stepInWords(t, first), signal);
  const player = playerPart(t, on.go, signal);
  const { isCompact } = heads;
  const graph = graphPart(t, { choose: on.watch, redraw: on.redraw, isCompact }, signal);
  const given = givenSection(t, isCompact);
  const parts = partsSection(t);
  const agreement = agreementSection(t);
  const step = stepSection(t, heads.stepTitle, heads.stepControls, signal);
  const nodes = foldedTable(t, t.table, signal);
  const inner = foldedTable(t, t.inner, signal);
  const uses = foldedTable(t, t.usesTable, signal);
  const made = { player, status, given, graph, parts, agreement, step, nodes, inner, uses, kernel };
  const root = isCompact ? compactFrame(t, made) : wholeFrame(t, heads, made);
  root.classList.add("trace");
  root.classList.toggle("is-compact", isCompact);
  uses.node.hidden = !heads.uses;
  if (heads.uses) {
    uses.show(heads.uses);
    uses.node.open = !hasGraph(first.scene);
  }

  function draw(moment, rate) {
    player.draw(moment.at, moment.last);
    given.draw(moment.parameter);
    parts.draw(moment);
    agreement.draw(moment);
    step.draw(moment, rate);
    inner.show(gramTable(t, moment));
    nodes.node.hidden = !hasGraph(moment.scene);
    if (hasGraph(moment.scene)) nodes.show(nodeTable(t, moment));
    graph.draw(moment);
  }
  /** Describe the last step. While the steps play by themselves, only the end is announced. */
  function tell(moment) {
    const { finished } = moment;
    const aloud = !player.playing() || finished;
    status.say(stepInWords(t, moment), finished ? "done" : "", { aloud });
  }
  return { root, say: status.say, stop: player.stop, draw, tell };
}
