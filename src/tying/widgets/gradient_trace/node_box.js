// The box of a node: what it computes, its value or shape, and its gradient.

import { s } from "../common/dom.js";
import { cut, gradientThatFits, valueThatFits } from "./numbers.js";

const CHARACTER = 6.2; // pixels, of the letters in a box
const BOLD = 1.1; // width of a bold character to that of another
const LINE = 14.5; // pixels between two lines of text
const PREFIX = "grad ";
const CORNERS = { parameter: 14, input: 3, op: 7 }; // radii

/** How a node looks: as the parameter that is watched, another, an input or an operation. */
function lookOf(node, moment) {
  if (node.kind !== "parameter") return node.kind;
  return node.id === moment.parameter.node ? "tied" : "other";
}

/** What a node says of its gradient: nothing where there is none, "?" as long as it is unknown. */
function gradientLine(t, { id }, { known, steps }, room) {
  const step = known.get(id);
  if (step) {
    return PREFIX + gradientThatFits(t, step.gradient, step.norm, room - PREFIX.length);
  }
  return steps.some(({ node }) => node === id) ? `${PREFIX}?` : "";
}

/** The lines of a parameter, whose gradient takes the place of its value in the end. */
function parameterLines(t, node, value, moment, room) {
  if (!moment.finished) return [node.label, value, ".grad ?"];
  const { sum, norm } = moment.scene.parameters.find((one) => one.node === node.id);
  return [node.label, ".grad", gradientThatFits(t, sum, norm, room)];
}

/** The lines of an operation or an input; its label is bold, so that less of it has room. */
function nodeLines(t, node, value, moment, room) {
  const fits = BOLD * node.label.length <= room;
  const label = fits ? node.label : node.label.split(" = ").at(-1);
  return [label, value, gradientLine(t, node, moment, room)];
}

/** Lines of text around the middle of a box. */
function textLines(lines, { x, y }, room) {
  const top = y - ((lines.length - 1) * LINE) / 2 + 4;
  const names = ["trace-label", "trace-value", "trace-gradient"];
  return lines.map((text, k) =>
    s("text", { x, y: top + k * LINE, class: names[k] }, cut(text, room)),
  );
}

/** The box of a node at its place; `choose` is called where it is clicked, null where it cannot. */
export function nodeBox(t, node, place, moment, choose) {
  const { x, y, width, height } = place;
  const room = Math.floor((width - 6) / CHARACTER);
  const value = node.value ? valueThatFits(node.value, room) : (node.detail ?? "");
  const linesOf = node.kind === "parameter" ? parameterLines : nodeLines;
  const lines = linesOf(t, node, value, moment, room).filter(Boolean);
  const title = [node.label, node.detail ?? value].filter(Boolean).join(" · ");
  const corner = { x: x - width / 2, y: y - height / 2 };
  const box = s(
    "g",
    {
      class: "trace-node",
      "data-kind": lookOf(node, moment),
      "data-node": node.id,
      "data-current": moment.step?.node === node.id || null,
      "data-known": moment.known.has(node.id) || null,
      onclick: choose,
    },
    s("title", null, title),
    s("rect", { ...corner, width, height, rx: CORNERS[node.kind] }),
    ...textLines(lines, place, room),
  );
  if (choose) box.classList.add("can-choose");
  return box;
}
