// The lines of the picture, which lead from slots to objects and from objects to storages.

import { s, setAttributes, uid } from "../common/dom.js";

/** An arrowhead for the lines of computed slots: `defs` for a picture, and the reference to it. */
export function arrowhead() {
  const id = uid("tied-arrow");
  const marker = s(
    "marker",
    {
      id,
      viewBox: "0 0 8 8",
      refX: 7,
      refY: 4,
      markerWidth: 7,
      markerHeight: 7,
      orient: "auto-start-reverse",
    },
    s("path", { d: "M0 0 8 4 0 8z", class: "ledger-arrow" }),
  );
  return { defs: s("defs", null, marker), reference: `url(#${id})` };
}

/** Whether the browser can move a line along with the boxes, by a transition of its path. */
export const canGlide = () => !!globalThis.CSS?.supports?.("d", 'path("M0 0")');

/** The curve from the right of one box to the left of another. */
function curve(from, to) {
  const [x1, y1] = [from.x + from.w + 1, from.y + from.h / 2];
  const [x2, y2] = [to.x - 2, to.y + to.h / 2];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/** Draw a line between two boxes; with a reference to an arrowhead, it points to the first. */
export function drawLine(node, from, to, role, arrow) {
  const d = curve(from, to);
  setAttributes(node, { d, "data-role": role });
  if (canGlide()) node.style.d = `path("${d}")`;
  if (arrow) node.setAttribute("marker-start", arrow);
  else node.removeAttribute("marker-start");
}
