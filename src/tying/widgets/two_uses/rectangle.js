// The rectangle: w is its height and w + a its width. A strip grows for each use.

import { s, setAttributes, setText } from "../common/dom.js";
import { format } from "../common/format.js";

const BOX = { width: 300, left: 52, right: 56, top: 24, bottom: 26 }; // pixels, with labels

const rect = (name) => s("rect", { class: `two-uses-${name}` });
const label = (name, anchor) => s("text", { class: `two-uses-${name}`, "text-anchor": anchor });

/** Places of the rectangle, its strips and its corner, in pixels. */
function layout({ weight, added, step }, most) {
  const unit = (BOX.width - BOX.left - BOX.right) / (weight + added + most);
  const [width, height, thick] = [weight + added, weight, step].map((one) => one * unit);
  const x = BOX.left;
  const y = BOX.top + most * unit; // the rectangle stays; the strips have room for the largest step
  const size = { x, y, width, height };
  const top = { ...size, y: y - thick, height: thick };
  const side = { ...size, x: x + width, width: thick };
  const corner = { x: side.x, y: top.y, width: thick, height: thick };
  return { size, top, side, corner, bottom: y + height + BOX.bottom };
}

/** What stands beside a strip that has grown: its length, its thickness, and their product. */
const grown = (length, step) => [
  `${format(length)} × ${format(step)}`,
  `= ${format(length * step)}`,
];

/**
 * The picture for steps up to `most`: `draw(setting, answer, arrived)`. Before the contributions
 * have arrived the strips are outlines, afterwards they are full and say their areas.
 */
export function growingRectangle(most) {
  const outlines = [rect("strip"), rect("strip")];
  const fills = [rect("full is-top"), rect("full is-side")];
  const [body, corner] = [rect("body"), rect("corner")];
  const height = label("side", "end");
  const width = label("side", "middle");
  const area = label("area", "middle");
  const long = label("long", "middle");
  const short = [label("long", "start"), label("long", "start")];
  const parts = [body, ...fills, ...outlines, corner, height, width, area, long, ...short];
  const node = s("svg", { class: "two-uses-picture", "aria-hidden": "true" }, ...parts);

  function draw(setting, { area: value }, arrived) {
    const { weight, added, step } = setting;
    const { size, top, side, corner: square, bottom } = layout(setting, most);
    setAttributes(node, { viewBox: `0 0 ${BOX.width} ${bottom}` });
    node.dataset.arrived = String(arrived);
    setAttributes(body, size);
    setAttributes(corner, square);
    for (const strips of [outlines, fills]) {
      strips.forEach((strip, i) => setAttributes(strip, [top, side][i]));
    }

    const middle = { x: size.x + size.width / 2, y: size.y + size.height / 2 };
    const beside = side.x + side.width + 6;
    setAttributes(height, { x: size.x - 6, y: middle.y + 4 });
    setAttributes(width, { x: middle.x, y: size.y + size.height + 18 });
    setAttributes(area, { x: middle.x, y: middle.y + 4 });
    setAttributes(long, { x: middle.x, y: top.y - 6 });
    short.forEach((one, i) => setAttributes(one, { x: beside, y: middle.y - 4 + 16 * i }));

    setText(height, `w = ${format(weight)}`);
    setText(width, `w + ${format(added)} = ${format(weight + added)}`);
    setText(area, `y = ${format(value)}`);
    const words = (length) => (arrived ? grown(length, step) : ["", ""]);
    setText(long, words(weight + added).join(" "));
    words(weight).forEach((text, i) => setText(short[i], text));
  }
  return { node, draw };
}
