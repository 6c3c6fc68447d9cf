// A panel of bias², variance or risk as SVG.

import { h, s, setAttributes, setText } from "../common/dom.js";
import { fill } from "../common/words.js";
import { ESTIMATES } from "./risks.js";
import { across } from "./scales.js";
import { panelInWords, short } from "./sentences.js";
import { sketch } from "./sketch.js";

const LETTER = 6.2; // pixels that a letter of the strip takes

const text = (x, y, anchor, words, attributes) =>
  s("text", { x, y, "text-anchor": anchor, ...attributes }, words);

/** The numbers at both axes, and the name of the horizontal one. */
function axisTexts(t, setting, { box, x, y }) {
  return [
    ...x.map(({ at, value }) => text(at, box.bottom + 15, "middle", short(value))),
    ...y.map(({ at, value }) => text(box.left - 5, at + 4, "end", short(value))),
    text((box.left + box.right) / 2, box.bottom + 31, "middle", t.axes[setting.axis], {
      class: "bv-axis",
    }),
  ];
}

/** The strip above the panel of risk: who is best where, by name where there is room. */
function stripParts(t, { box, strip }) {
  const parts = strip.flatMap(({ who, from, to }) => {
    const name = t.least[who];
    const bar = s("path", { d: `M${from + 1},20H${to - 1}`, "data-role": who });
    const fits = to - from > LETTER * name.length;
    return fits ? [bar, text((from + to) / 2, 13, "middle", name)] : [bar];
  });
  return [text(box.left - 5, 24, "end", t.best), ...parts];
}

/** What the panel of risk has besides: names of the curves, of the landmark, and of the best. */
function annotations(t) {
  const strip = s("g", { class: "bv-strip" });
  const landmark = s("text", { class: "bv-equal-text" });
  const labels = s("g", { class: "bv-labels" });

  function drawLandmark({ box, landmark: special }) {
    const x = special?.at ?? 0;
    const right = x > (box.left + box.right) / 2; // then there is room on the left
    setAttributes(landmark, {
      x: x + (right ? -5 : 5),
      y: box.top + 12,
      "text-anchor": right ? "end" : "start",
    });
    setText(landmark, special ? fill(t.landmarks[special.kind], { x: short(special.value) }) : "");
  }
  function draw(drawing) {
    drawLandmark(drawing);
    const label = (who, k) =>
      s(
        "text",
        { x: drawing.box.right + 7, y: drawing.labels[k] + 4, "data-role": who },
        t.names[who],
      );
    labels.replaceChildren(...ESTIMATES.map(label));
    strip.replaceChildren(...stripParts(t, drawing));
  }
  return { strip, landmark, labels, draw };
}

/** Curves with the marks of the reader's place on them. */
function curvesAndMarks(kind) {
  const lines = ESTIMATES.map((who) =>
    s("path", { class: "bv-curve", "data-role": who, "data-curve": `${who} ${kind}` }),
  );
  const marks = ESTIMATES.map((who) => s("path", { class: "bv-mark", "data-role": who }));
  function draw(drawing) {
    ESTIMATES.forEach((who, k) => {
      lines[k].setAttribute("d", drawing.curves[who]);
      marks[k].setAttribute("d", drawing.marks[who]);
    });
  }
  return { nodes: [...lines, ...marks], draw };
}

/** Call `press(x)` with the pixel of the picture where the reader presses or drags. */
function onDrag(svg, press) {
  function point(event) {
    const toPicture = svg.getScreenCTM().inverse();
    press(new DOMPoint(event.clientX, event.clientY).matrixTransform(toPicture).x);
  }
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    svg.setPointerCapture(event.pointerId);
    point(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) point(event);
  });
}

const dotPaths = ({ who, bar, mark }) => [
  s("path", { d: bar, "data-role": who, class: "bv-bar" }),
  s("path", { d: mark, "data-role": who, class: "bv-dot" }),
];

function panelTitle(t, kind) {
  const sum = kind === "risk" ? [h("span", { class: "bv-sum" }, t.sum)] : [];
  return h("strong", null, t.kinds[kind], ...sum);
}

/** A panel; `choose(x)` is called where the reader presses or drags on it. */
export function panel(t, kind, choose) {
  const grid = s("path", { class: "bv-grid" });
  const ticks = s("g", { class: "bv-ticks" });
  const equal = s("path", { class: "bv-equal" });
  const now = s("path", { class: "bv-now" });
  const dots = s("g", { class: "bv-dots" });
  const lines = curvesAndMarks(kind);
  const notes = annotations(t);
  const svg = s(
    "svg",
    { role: "img", dir: "ltr", class: "bv-picture", "data-kind": kind },
    ...[grid, ticks, notes.strip, equal, now, dots, ...lines.nodes, notes.landmark, notes.labels],
  );
  const node = h(
    "div",
    { class: "tied-stack bv-panel", "data-kind": kind },
    panelTitle(t, kind),
    svg,
  );
  let valueAt = null; // nothing is drawn yet
  onDrag(svg, (x) => {
    if (valueAt) choose(valueAt(x));
  });

  function draw(shown, size) {
    const { setting, covered } = shown;
    const drawing = sketch(kind, shown, size);
    const upright = (x) => `M${x},${drawing.box.top}V${drawing.box.bottom}`;
    valueAt = across(setting, drawing.box).value;
    setAttributes(svg, {
      width: size.width,
      height: size.height,
      viewBox: `0 0 ${size.width} ${size.height}`,
      "aria-label": covered ? t.guess.covered : panelInWords(t, setting, kind, shown.curves),
    });
    grid.setAttribute("d", drawing.grid);
    ticks.replaceChildren(...axisTexts(t, setting, drawing));
    lines.draw(drawing);
    now.setAttribute("d", upright(drawing.now));
    equal.setAttribute("d", drawing.landmark ? upright(drawing.landmark.at) : "");
    dots.replaceChildren(...drawing.dots.flatMap(dotPaths));
    if (kind === "risk") notes.draw(drawing);
  }
  return { node, draw };
}
