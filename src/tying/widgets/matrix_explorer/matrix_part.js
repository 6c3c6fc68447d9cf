// The matrix: the letter of a weight in each entry, all places of one weight, the row of an output.

import { h, s, setAttributes } from "../common/dom.js";
import { fill } from "../common/words.js";
import { LETTERS, cells, outline, shade } from "./cells.js";

const WIDE = 20;
const HIGH = 340; // of the whole matrix, at most
const LEAST = 13; // height of a row that has room for a letter

/**
 * The matrix for images with `across` pixels in a row; `choose(values)` is called with the output,
 * and the weight if there is one, that is pressed.
 */
export function matrixPart(t, across, choose) {
  const svg = s("svg", {
    role: "img",
    dir: "ltr",
    class: "matrix-svg",
    preserveAspectRatio: "xMinYMin",
  });
  const head = h("p", null);
  const node = h("div", { class: "matrix-part is-matrix" }, head, svg);

  function draw({ output, shared }, { index }, [, wide], places) {
    const [rows, columns] = [index.length, index[0].length];
    const size = [WIDE, Math.min(WIDE, HIGH / rows)];
    const lit = new Set(places.map(({ row, column }) => row * columns + column));
    node.dataset.role = shared ? "tied" : "separate";
    const look = (i, j) => {
      const weight = index[i][j];
      if (weight < 0) return { text: "", name: "is-zero" };
      const chosen = lit.has(i * columns + j) ? "is-chosen" : "";
      const text = size[1] < LEAST ? "" : LETTERS[weight];
      return { text, name: `is-weight ${chosen}`, style: shade(weight) };
    };
    const press = (i, j) =>
      choose(index[i][j] < 0 ? { output: i } : { output: i, weight: index[i][j] });
    const nodes = cells([rows, columns], size, look, press);
    const blocks = [];
    for (let i = wide; i < rows; i += wide) {
      blocks.push(s("path", { d: `M0 ${i * size[1]}H${columns * WIDE}`, class: "matrix-border" }));
    }
    for (let j = across; j < columns; j += across) {
      blocks.push(s("path", { d: `M${j * WIDE} 0V${rows * size[1]}`, class: "matrix-border" }));
    }
    const marks = places.map(({ row, column }) =>
      outline([row, column], [1, 1], size, "is-chosen"),
    );
    svg.replaceChildren(
      s(
        "g",
        { transform: "translate(2 2)" },
        ...nodes,
        ...blocks,
        ...marks,
        outline([output, 0], [1, columns], size, "is-row"),
      ),
    );
    const numbers = { rows, columns, n: places.length, row: output };
    head.textContent = fill(t.matrix, numbers);
    const box = `0 0 ${columns * WIDE + 4} ${rows * size[1] + 4}`;
    setAttributes(svg, { viewBox: box, "aria-label": fill(t.matrixLabel, numbers) });
  }
  return { node, draw };
}
