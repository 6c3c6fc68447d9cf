// The graph as a picture: what is computed on the way forward, and what comes back along its edges.

import { s, setAttributes, uid } from "../common/dom.js";
import { fill } from "../common/words.js";
import { BADGE, edgePath, usePath } from "./edges.js";
import { layout } from "./layout.js";
import { nodeBox } from "./node_box.js";
import { usesInWords } from "./sentences.js";

const HEIGHT = 52; // pixels of a node
const GAP = { wide: 22, tight: 10 }; // pixels between two layers
const REACH = 250; // pixels: a parameter is seen with the step, in a box of twice that height
const MARGIN = 2; // pixels around the picture

const sizeFor = (width, pitch, step) => ({
  width,
  least: 98,
  most: 178,
  height: HEIGHT,
  pitch,
  lane: width < 320 ? 94 : 98,
  gap: 8,
  near: step?.node,
  reach: REACH,
});

/** Whether a gradient passes a node in this step, has passed it, or has not. */
function stateOf(node, { step, known }) {
  if (step?.node === node) return "now";
  return known.has(node) ? "done" : "idle";
}

/** The tip of an arrow, in the colour of its line. */
function arrowTip(id) {
  const box = { viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 9, markerHeight: 9 };
  const units = { markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" };
  const tip = s("path", { d: "M0 0L8 4L0 8Z", fill: "context-stroke" });
  return s("defs", null, s("marker", { id, ...box, ...units }, tip));
}

/** Lines between nodes; along one to an input no gradient goes. */
function edgeLines(moment, places, pitch, tip) {
  const { nodes, edges } = moment.scene;
  return edges
    .filter(([from]) => nodes[from].kind !== "parameter")
    .map(([from, to]) => {
      const state = nodes[from].kind === "input" ? "idle" : stateOf(to, moment);
      return s("path", {
        d: edgePath(places[from], places[to], pitch),
        "data-state": state,
        "marker-start": state === "now" ? `url(#${tip})` : null,
      });
    });
}

/** Where the lines from parameters to their uses go, and in which state each is. */
function useLines(moment, places) {
  const { nodes, parameters } = moment.scene;
  const others = nodes.filter(({ kind }) => kind !== "parameter").map(({ id }) => places[id]);
  const isLeftmost = ({ x, y }) => !others.some((one) => Math.abs(one.y - y) < 1 && one.x < x);
  return parameters.flatMap(({ node, uses }, p) =>
    uses.map((use, k) => ({
      ...usePath(places[node], places[use.node], isLeftmost(places[use.node])),
      number: k + 1,
      isWatched: p === moment.watched,
      state: stateOf(use.node, moment),
    })),
  );
}

const useLine = ({ d, isWatched, state }, tip) =>
  s("path", {
    d,
    "marker-start": state === "now" ? `url(#${tip})` : null,
    "data-role": isWatched ? "tied" : "other",
    "data-state": state,
  });

/** The number of a use on its line. */
const badge = ({ x, y, state, number }) =>
  s(
    "g",
    { class: "trace-badge", "data-state": state, transform: `translate(${x} ${y})` },
    s("circle", { r: BADGE }),
    s("text", { y: 4 }, String(number)),
  );

/** What the picture is, for those who do not see it. */
function label(t, { scene, parameter, at, last }) {
  const uses = usesInWords(t, parameter.uses.length);
  const { name } = parameter;
  return fill(t.graphLabel, { nodes: scene.nodes.length, name, uses, k: at, n: last });
}

/**
 * The picture. `draw(moment, width)` marks the node of the step taken last, writes the gradients
 * that are known, and returns how far down the marked node is; `choose(k)` is called where another
 * parameter is clicked. Layers are a "wide" or a "tight" `gap` apart.
 */
export function graphPicture(t, choose, gap) {
  const pitch = HEIGHT + GAP[gap]; // pixels from layer to layer
  const svg = s("svg", { class: "trace-graph", role: "img", dir: "ltr" });
  const tip = uid("trace-tip");

  function boxes(moment, places) {
    const { nodes, parameters } = moment.scene;
    return nodes.map((node) => {
      const k = parameters.findIndex((one) => one.node === node.id);
      const canChoose = k >= 0 && parameters.length > 1;
      return nodeBox(t, node, places[node.id], moment, canChoose ? () => choose(k) : null);
    });
  }
  function draw(moment, width) {
    const plan = layout(moment.scene, sizeFor(width, pitch, moment.step));
    const uses = useLines(moment, plan.places);
    const above = Math.min(0, ...uses.map(({ y }) => y - BADGE - MARGIN));
    const top = Math.floor(above) - MARGIN;
    const size = { width: plan.width + 2 * MARGIN, height: plan.height + MARGIN - top };
    setAttributes(svg, {
      viewBox: `${-MARGIN} ${top} ${size.width} ${size.height}`,
      ...size,
      "aria-label": label(t, moment),
    });
    const edges = edgeLines(moment, plan.places, pitch, tip);
    const lines = [...edges, ...uses.map((one) => useLine(one, tip))];
    svg.replaceChildren(
      arrowTip(tip),
      s("g", { class: "trace-lines" }, ...lines),
      ...boxes(moment, plan.places),
      ...uses.filter(({ isWatched }) => isWatched).map(badge),
    );
    return moment.step ? plan.places[moment.step.node].y : 0;
  }
  return { svg, draw };
}
