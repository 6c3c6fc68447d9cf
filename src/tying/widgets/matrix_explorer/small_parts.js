// Kernel, image and outputs: three small grids with a head, each drawn anew at every change.

import { h, s, setAttributes, setText } from "../common/dom.js";
import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { LETTERS, cells, outline, shade } from "./cells.js";
import { rowAndColumn } from "./layer.js";

const CELL = [30, 22];

/** A picture with a head. `draw(size, nodes, label)` fills it. */
function part(title, className) {
  const svg = s("svg", { role: "img", dir: "ltr" });
  const head = h("p", null, title);
  const node = h("div", { class: `matrix-part ${className}` }, head, svg);
  function draw([rows, columns], nodes, label) {
    const [width, height] = [columns * CELL[0] + 4, rows * CELL[1] + 4];
    svg.replaceChildren(s("g", { transform: "translate(2 2)" }, ...nodes));
    setAttributes(svg, { viewBox: `0 0 ${width} ${height}`, "aria-label": label });
    svg.style.inlineSize = `${width}px`;
  }
  return { node, head, draw };
}

/** The kernel, with a letter and a number for each weight; a press chooses the weight. */
export function kernelPart(t, choose) {
  const { node, head, draw: show } = part(t.kernel, "is-kernel");
  function draw({ kernel, weight, shared }) {
    node.dataset.role = shared ? "tied" : "separate";
    setText(head, shared ? t.kernel : t.ownKernel);
    const look = (i, j) => ({
      text: `${LETTERS[i * 3 + j]} ${format(kernel[i * 3 + j])}`,
      name: i * 3 + j === weight ? "is-weight is-chosen" : "is-weight",
      style: shade(i * 3 + j),
    });
    const nodes = cells([3, 3], CELL, look, (i, j) => choose({ weight: i * 3 + j }));
    nodes.push(outline(rowAndColumn(weight, 3), [1, 1], CELL, "is-chosen"));
    show([3, 3], nodes, fill(t.kernelLabel, { letter: LETTERS[weight] }));
  }
  return { node, draw };
}

/** The image: the pixels of the window are marked, and the one that the weight meets. */
export function imagePart(t, image) {
  const { node, draw: show } = part(t.image, "is-image");
  const size = [image.length, image[0].length];
  function draw({ output, weight }, { index }) {
    const at = (i, j) => index[output][i * size[1] + j];
    const look = (i, j) => {
      const window = at(i, j) >= 0 ? "is-window" : "";
      return { text: format(image[i][j]), name: at(i, j) === weight ? "is-met" : window };
    };
    const nodes = cells(size, CELL, look);
    const met = index[output].indexOf(weight);
    if (met >= 0) nodes.push(outline(rowAndColumn(met, size[1]), [1, 1], CELL, "is-met"));
    const inside = index[output].filter((one) => one >= 0).length;
    show(size, nodes, fill(t.imageLabel, { n: inside }));
  }
  return { node, draw };
}

/** The outputs; those to which the weight contributes are marked. A press chooses the output. */
export function outputsPart(t, choose) {
  const { node, draw: show } = part(t.outputs, "is-outputs");
  function draw({ output }, { outputs }, size, places) {
    const uses = new Set(places.map(({ row }) => row));
    const look = (i, j) => ({
      text: format(outputs[i * size[1] + j]),
      name: uses.has(i * size[1] + j) ? "is-output is-used" : "is-output",
    });
    const press = (i, j) => choose({ output: i * size[1] + j });
    const nodes = cells(size, CELL, look, press);
    nodes.push(outline(rowAndColumn(output, size[1]), [1, 1], CELL, "is-row"));
    const [row, column] = rowAndColumn(output, size[1]);
    show(size, nodes, fill(t.outputsLabel, { row, column, n: uses.size, all: outputs.length }));
  }
  return { node, draw };
}
