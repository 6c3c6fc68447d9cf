// The graph as a picture: what is computed on the way forward, and what comes back along its edges.

import { s, uid } from "../common/dom.js";
import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { norm } from "./engine.js";
import { layout } from "./layout.js";

const EDGE = 1; // pixels between a line and its node
const REACH = 250; // pixels: a parameter is seen with the step, in a box of twice that height
const BADGE = 10; // radius of the number of a use

/** A few figures, as short as they can be: 0.124, −1.5, 2.1e−7. */
export function short(x, figures = 3) {
  const size = Math.abs(x);
  if (size && (size < 1e-3 || size >= 1e5)) return x.toExponential(1).replaceAll("-", "−");
  return format(size < 1000 ? +x.toPrecision(figures) : Math.round(x));
}

/**
 * An array in a few characters: its numbers, rows apart, where there are at most `most`, and its
 * shape otherwise.
 */
export function inline({ shape, data }, most = 4, figures = 3) {
  if (data.length > most) return shape.join("×");
  if (data.length === 1) return short(data[0], figures);
  const width = shape.at(-1);
  const rows = Array.from({ length: data.length / width }, (_, i) =>
    data.slice(i * width, (i + 1) * width),
  );
  return `(${rows.map((row) => row.map((x) => short(x, figures)).join(", ")).join("; ")})`;
}

/** How many uses, in words. */
export const usesInWords = (t, n) => (n === 1 ? t.oneUse : fill(t.uses, { n }));

/** Text that fits into so many characters, cut in the middle. */
export function cut(text, most) {
  if (text.length <= most) return text;
  const half = Math.max(1, Math.floor((most - 1) / 2));
  return `${text.slice(0, most - 1 - half)}…${text.slice(text.length - half)}`;
}

/** A line from one node down to another; where it passes layers, it makes way to the right. */
function path(a, b, pitch) {
  const x1 = a.x;
  const y1 = a.y + a.height / 2 + EDGE;
  const x2 = b.x;
  const y2 = b.y - b.height / 2 - EDGE;
  const far = y2 - y1 > pitch * 1.2;
  if (!far || Math.abs(x1 - x2) > a.width / 2) {
    return `M${x1} ${y1}C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`;
  }
  const side = Math.max(a.x + a.width / 2, b.x + b.width / 2) + 10;
  return `M${x1} ${y1}C${side} ${y1 + pitch * 0.4} ${side} ${y2 - pitch * 0.4} ${x2} ${y2}`;
}

/**
 * A line from a parameter to a node that uses it, and where its number stands; past the left column
 * it comes from above.
 */
function useLine(a, b, first) {
  const x1 = a.x + a.width / 2 + EDGE;
  const left = b.x - b.width / 2;
  if (first) {
    return {
      d: `M${x1} ${a.y}C${(x1 + left) / 2} ${a.y} ${x1 + 4} ${b.y} ${left - EDGE} ${b.y}`,
      x: left - BADGE - 4,
      y: b.y,
    };
  }
  const x = left + BADGE + 2;
  const top = b.y - b.height / 2;
  const y = top - BADGE - 1;
  return {
    d: `M${x1} ${a.y}C${x1 + 12} ${a.y} ${x1} ${y} ${x1 + 24} ${y}L${x - 8} ${y}Q${x} ${y} ${x} ${top - EDGE}`,
    x,
    y,
  };
}

/**
 * The picture; `draw(scene, at, watched, width)` shows the state after `at` steps of backward. The
 * node of the step that was last taken is marked, and those that gradients have reached say them.
 */
export function graphPicture(t, choose) {
  const svg = s("svg", { class: "trace-graph", role: "img", dir: "ltr" });
  const tip = uid("trace-tip");
  const marker = () =>
    s(
      "marker",
      {
        id: tip,
        viewBox: "0 0 8 8",
        refX: 6,
        refY: 4,
        markerWidth: 9,
        markerHeight: 9,
        markerUnits: "userSpaceOnUse",
        orient: "auto-start-reverse",
      },
      s("path", { d: "M0 0L8 4L0 8Z", fill: "context-stroke" }),
    );
  return {
    svg,
    draw(scene, at, watched, width) {
      const height = 52;
      const done = scene.steps.slice(0, at);
      const current = done.at(-1);
      const size = {
        width,
        least: 98,
        most: 178,
        height,
        pitch: height + 22,
        lane: width < 320 ? 94 : 98,
        gap: 8,
        near: current?.node,
        reach: REACH,
      };
      const plan = layout(scene, size);
      const gradients = new Map(done.map((step) => [step.node, step]));
      const place = (id) => plan.places.get(id);
      const waiting = new Set(scene.steps.slice(at).map(({ node }) => node));
      const parameterAt = new Map(scene.parameters.map((one, k) => [one.node, k]));
      const lines = [];
      const badges = [];
      const above = [0];
      const leftmost = ({ x, y }) =>
        ![...plan.places.entries()].some(
          ([id, one]) => !parameterAt.has(id) && Math.abs(one.y - y) < 1 && one.x < x,
        );
      for (const [from, to] of scene.edges) {
        if (!place(from) || !place(to)) continue;
        const state = current?.node === to ? "now" : gradients.has(to) ? "done" : "idle";
        if (parameterAt.has(from)) continue;
        const moves = scene.nodes[from].kind === "input" ? "idle" : state;
        lines.push(
          s("path", {
            d: path(place(from), place(to), size.pitch),
            "data-state": moves,
            "marker-start": moves === "now" ? `url(#${tip})` : null,
          }),
        );
      }
      scene.parameters.forEach(({ node, uses }, p) =>
        uses.forEach((use, k) => {
          if (!place(node)) return;
          const b = place(use.node);
          const line = useLine(place(node), b, leftmost(b));
          const state =
            current?.node === use.node ? "now" : gradients.has(use.node) ? "done" : "idle";
          above.push(line.y - BADGE - 2);
          lines.push(
            s("path", {
              d: line.d,
              "marker-start": state === "now" ? `url(#${tip})` : null,
              "data-role": p === watched ? "tied" : "other",
              "data-state": state,
            }),
          );
          if (p === watched) {
            badges.push(
              s(
                "g",
                {
                  class: "trace-badge",
                  "data-state": state,
                  transform: `translate(${line.x} ${line.y})`,
                },
                s("circle", { r: BADGE }),
                s("text", { y: 4 }, String(k + 1)),
              ),
            );
          }
        }),
      );
      const boxes = scene.nodes
        .filter(({ id }) => place(id))
        .map((node) =>
          box(t, node, place(node.id), {
            gradient: gradients.get(node.id),
            waiting: waiting.has(node.id),
            current: current?.node === node.id,
            parameter: scene.parameters[parameterAt.get(node.id)],
            complete: at >= scene.steps.length,
            watched: parameterAt.get(node.id) === watched,
            choose:
              parameterAt.has(node.id) && scene.parameters.length > 1
                ? () => choose(parameterAt.get(node.id))
                : null,
          }),
        );
      const top = Math.floor(Math.min(...above)) - 2;
      const tall = plan.height + 2 - top;
      svg.setAttribute("viewBox", `-2 ${top} ${plan.width + 4} ${tall}`);
      svg.setAttribute("width", plan.width + 4);
      svg.setAttribute("height", tall);
      svg.setAttribute(
        "aria-label",
        fill(t.graphLabel, {
          nodes: scene.nodes.length,
          name: scene.parameters[watched].name,
          uses: usesInWords(t, scene.parameters[watched].uses.length),
          k: at,
          n: scene.steps.length,
        }),
      );
      svg.replaceChildren(
        s("defs", null, marker()),
        s("g", { class: "trace-lines" }, ...lines),
        ...boxes,
        ...badges,
      );
      return current ? (place(current.node)?.y ?? 0) : 0;
    },
  };
}

/**
 * A node: what it computes, its value or shape, and its gradient, "?" as long as that is unknown.
 */
function box(
  t,
  node,
  { x, y, width, height },
  { gradient, waiting, current, parameter, complete, watched, choose },
) {
  const fits = Math.floor((width - 6) / 6.2);
  const kind = parameter ? (watched ? "tied" : "other") : node.kind;
  const value = node.value
    ? (fitting(node.value, fits) ?? inline(node.value, 3, 2))
    : (node.detail ?? "");
  const lines = parameter
    ? [
        node.label,
        ...(complete
          ? [".grad", small(t, parameter.sum, parameter.norm, fits)]
          : [value, ".grad ?"]),
      ]
    : [
        node.label.length <= fits ? node.label : node.label.split(" = ").at(-1),
        value,
        gradient
          ? `grad ${small(t, gradient.gradient, gradient.norm, fits - 5)}`
          : waiting
            ? "grad ?"
            : "",
      ];
  const texts = lines.filter(Boolean);
  const line = 14.5;
  const top = y - ((texts.length - 1) * line) / 2 + 4;
  const group = s("g", {
    class: "trace-node",
    "data-kind": kind,
    "data-node": node.id,
    "data-current": current || null,
    "data-known": !!gradient || null,
    onclick: choose,
  });
  if (choose) group.classList.add("can-choose");
  group.append(
    s("title", null, [node.label, node.detail ?? value].filter(Boolean).join(" · ")),
    s("rect", {
      x: x - width / 2,
      y: y - height / 2,
      width,
      height,
      rx: parameter ? 14 : kind === "input" ? 3 : 7,
    }),
    ...texts.map((text, k) =>
      s(
        "text",
        {
          x,
          y: top + k * line,
          class: k === 2 ? "trace-gradient" : k ? "trace-value" : "trace-label",
        },
        cut(text, fits),
      ),
    ),
  );
  return group;
}

/** The numbers of an array, as exact as fits; nothing where they do not. */
const fitting = (array, fits) =>
  array && array.data.length <= 3
    ? [3, 2].map((figures) => inline(array, 3, figures)).find((text) => text.length <= fits)
    : undefined;

/** An array in numbers where they fit, and by its norm otherwise. */
const small = (t, array, size, fits) =>
  fitting(array, fits) ??
  [3, 2]
    .map((figures) => fill(t.norm, { n: short(size ?? norm(array), figures) }))
    .find((text, k) => k || text.length <= fits);
