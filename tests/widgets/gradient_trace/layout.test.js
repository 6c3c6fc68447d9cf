import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { edgePath, usePath } from "../../../src/tying/widgets/gradient_trace/edges.js";
import { layered } from "../../../src/tying/widgets/gradient_trace/layers.js";
import { layout, spread } from "../../../src/tying/widgets/gradient_trace/layout.js";

const SIZE = { width: 420, least: 98, most: 178, height: 50, pitch: 72, lane: 92, gap: 8 };

/** Nodes of these kinds, numbered from 0, and edges between them. */
const graph = (kinds, ...edges) => ({ nodes: kinds.map((kind, id) => ({ id, kind })), edges });

// x → a → c ← y: an input that is taken late stands just above the node that takes it.
const LATE = graph(["input", "op", "input", "op"], [0, 1], [1, 3], [2, 3]);
// w is used by a and by b, one below the other.
const SHARED = graph(["op", "op", "parameter"], [0, 1], [2, 0], [2, 1]);

test("a node is below its operands, and an input just above the first that takes it", () => {
  const { layer } = layered(LATE);
  assert.deepEqual(Object.fromEntries(layer), { 0: 0, 1: 1, 2: 1, 3: 2 });
});

describe("columns", () => {
  test("follow operands that are computed, and stand side by side in a layer", () => {
    const { column } = layered(LATE);
    assert.equal(column.get(1), 0);
    assert.equal(column.get(2), 1);
    assert.equal(column.get(3), 0); // alone, below the operation rather than between it and y
  });
  test("of a node that is alone are between those of its operands", () => {
    const { column } = layered(graph(["op", "op", "op"], [0, 2], [1, 2]));
    assert.deepEqual([...column.values()], [0, 1, 0.5]);
  });
});

test("numbers that are spread keep their order and their distance", () => {
  assert.deepEqual(spread([10, 12, 100], 20, 0), [10, 30, 100]);
  assert.deepEqual(spread([50, -5], 20, 0), [50, 0]);
});

describe("a parameter", () => {
  const heightOf = (size) => layout(SHARED, { ...SIZE, ...size }).places[2].y;

  test("stands in the middle of its uses, left of them", () => {
    const { places } = layout(SHARED, SIZE);
    assert.equal(places[2].y, (places[0].y + places[1].y) / 2);
    assert.ok(places[2].x + places[2].width / 2 < places[0].x - places[0].width / 2);
  });
  test("stays within reach of the node of the step", () => {
    assert.equal(heightOf({ near: 1, reach: 10 }), 25 + 72 - 10);
    assert.equal(heightOf({ near: 0, reach: 10 }), 25 + 10);
  });
});

test("a whole is as high as its last layer", () => {
  assert.equal(layout(LATE, SIZE).height, 2 * 72 + 50);
});

describe("lines", () => {
  const box = (x, y) => ({ x, y, width: 100, height: 50 });

  test("go from the lower edge of a box to the upper edge of the next", () => {
    assert.equal(edgePath(box(0, 25), box(0, 97), 72), "M0 51C0 61 0 61 0 71");
  });
  test("make way for the layers between", () => {
    assert.match(edgePath(box(0, 25), box(0, 25 + 144), 72), /^M0 51C60 79\.8 60 /);
  });
  test("of uses come from above where another box is in the way", () => {
    const [parameter, use] = [box(0, 0), box(300, 200)];
    const left = usePath(parameter, use, true);
    assert.equal(left.y, use.y);
    assert.ok(left.x < 250);
    const above = usePath(parameter, use, false);
    assert.ok(above.y < 175 && above.x > 250);
  });
});
