// The graph in a box that scrolls, and what its lines mean.

import { h } from "../common/dom.js";
import { legend, swatch } from "../common/legend.js";
import { scroller } from "../common/scroller.js";
import { onWidth } from "../common/width.js";
import { graphPicture } from "./graph_picture.js";
import { hasGraph } from "./moment.js";

const MARGINS = 4; // pixels that a picture takes beside the graph

const FLOW = [
  ["muted", "line", "forward"],
  ["separate", "line", "backward"],
];
const USES = [
  ["tied", "dashed", "use"],
  ["tied", "line", "arrived"],
];

/** What lines mean; the compact legend has those of the uses alone. */
const lineLegend = (t, isCompact) =>
  legend(
    [...(isCompact ? [] : FLOW), ...USES].map(([role, kind, name]) => [
      swatch(role, kind),
      t.legend[name],
    ]),
  );

/**
 * The graph and its `legend`, which both are hidden where there is no graph. `choose(k)` is called
 * where another parameter is clicked, and `redraw()` when there is room for another width.
 * `isCompact` saves height.
 */
export function graphPart(t, { choose, redraw, isCompact }, signal) {
  const picture = graphPicture(t, choose, isCompact ? "tight" : "wide");
  const canvas = scroller(t, t.graph, picture.svg, signal);
  const node = h("div", { class: "trace-left" }, canvas);
  const lines = lineLegend(t, isCompact);
  let width = 0;
  const resize = (now) => {
    width = now;
    redraw();
  };
  onWidth(canvas, resize, signal);

  function draw(moment) {
    node.hidden = lines.hidden = !hasGraph(moment.scene);
    if (node.hidden || !width) return;
    const middle = picture.draw(moment, width - MARGINS);
    const box = picture.svg.parentElement;
    // Only the box scrolls, never the page.
    if (moment.at) box.scrollTop = middle - box.clientHeight / 2;
  }
  return { node, legend: lines, draw };
}
