// The lines of a graph, from box to box. A box is { x, y, width, height }, x and y its middle.

const CLEARANCE = 1; // pixels between a line and a box
const BYPASS = 10; // pixels by which a line passes beside boxes

export const BADGE = 10; // radius of the number of a use

/** The path of a line from one box down to another; past layers it makes way to the right. */
export function edgePath(from, to, pitch) {
  const [x1, y1] = [from.x, from.y + from.height / 2 + CLEARANCE];
  const [x2, y2] = [to.x, to.y - to.height / 2 - CLEARANCE];
  const passesLayers = y2 - y1 > pitch * 1.2;
  if (!passesLayers || Math.abs(x1 - x2) > from.width / 2) {
    const middle = (y1 + y2) / 2;
    return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
  }
  const side = Math.max(from.x + from.width / 2, to.x + to.width / 2) + BYPASS;
  const bend = pitch * 0.4;
  return `M${x1} ${y1}C${side} ${y1 + bend} ${side} ${y2 - bend} ${x2} ${y2}`;
}

/** The path of a line from a parameter to the left side of a use, and where its number stands. */
function fromTheLeft(parameter, use) {
  const x1 = parameter.x + parameter.width / 2 + CLEARANCE;
  const left = use.x - use.width / 2;
  const bend = (x1 + left) / 2;
  const end = left - CLEARANCE;
  const d = `M${x1} ${parameter.y}C${bend} ${parameter.y} ${x1 + 4} ${use.y} ${end} ${use.y}`;
  return { d, x: left - BADGE - 4, y: use.y };
}

/** The same to the top of a use, at its left end. */
function fromAbove(parameter, use) {
  const x1 = parameter.x + parameter.width / 2 + CLEARANCE;
  const x = use.x - use.width / 2 + BADGE + 2;
  const top = use.y - use.height / 2;
  const y = top - BADGE - 1;
  const rise = `M${x1} ${parameter.y}C${x1 + 12} ${parameter.y} ${x1} ${y} ${x1 + 24} ${y}`;
  return { d: `${rise}L${x - 8} ${y}Q${x} ${y} ${x} ${top - CLEARANCE}`, x, y };
}

/** The line from a parameter to a use, which comes from above where another box is in the way. */
export const usePath = (parameter, use, isLeftmost) =>
  isLeftmost ? fromTheLeft(parameter, use) : fromAbove(parameter, use);
