// The panels of bias², variance and risk as SVG.

import { h, s, setAttributes, setText } from "../common/dom.js";
import { fill } from "../common/words.js";
import { ESTIMATES, landmark, range } from "./model.js";
import { across, sketch } from "./sketch.js";
import { short } from "./verdict.js";

/** A panel; `choose(x)` is called where the reader presses or drags on it. */
export function panel(t, kind, choose) {
  const grid = s("path", { class: "bv-grid" });
  const ticks = s("g", { class: "bv-ticks" });
  const strip = s("g", { class: "bv-strip" });
  const equal = s("path", { class: "bv-equal" });
  const equalText = s("text", { class: "bv-equal-text" });
  const now = s("path", { class: "bv-now" });
  const lines = ESTIMATES.map((who) =>
    s("path", { class: "bv-curve", "data-role": who, "data-curve": `${who} ${kind}` }),
  );
  const marks = ESTIMATES.map((who) => s("path", { class: "bv-mark", "data-role": who }));
  const dots = s("g", { class: "bv-dots" });
  const labels = s("g", { class: "bv-labels" });
  const svg = s(
    "svg",
    { role: "img", dir: "ltr", class: "bv-picture", "data-kind": kind },
    grid,
    ticks,
    strip,
    equal,
    now,
    dots,
    ...lines,
    ...marks,
    equalText,
    labels,
  );
  const title = h(
    "strong",
    null,
    t.kinds[kind],
    ...(kind === "risk" ? [h("span", { class: "bv-sum" }, t.sum)] : []),
  );
  const node = h("div", { class: "bv-panel", "data-kind": kind }, title, svg);
  let held = null;
  const point = (event) => {
    const { x } = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      svg.getScreenCTM().inverse(),
    );
    if (held) choose(held.value(x));
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    svg.setPointerCapture(event.pointerId);
    point(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) point(event);
  });

  function draw(setting, drawn, found, draws, size, covered) {
    const seen = sketch(setting, kind, drawn, found, draws, size);
    const { box } = seen;
    const { width, height } = size;
    held = across(setting, box);
    setAttributes(svg, {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "aria-label": covered ? t.guess.covered : describe(t, setting, kind, drawn),
    });
    grid.setAttribute("d", seen.grid);
    ticks.replaceChildren(
      ...seen.x.map(({ at, value }) =>
        s("text", { x: at, y: box.bottom + 15, "text-anchor": "middle" }, short(value)),
      ),
      ...seen.y.map(({ at, value }) =>
        s("text", { x: box.left - 5, y: at + 4, "text-anchor": "end" }, short(value)),
      ),
      s(
        "text",
        {
          x: (box.left + box.right) / 2,
          y: box.bottom + 31,
          "text-anchor": "middle",
          class: "bv-axis",
        },
        t.axes[setting.axis],
      ),
    );
    ESTIMATES.forEach((who, k) => {
      lines[k].setAttribute("d", seen.curves[who]);
      marks[k].setAttribute("d", seen.marks[who]);
    });
    now.setAttribute("d", `M${seen.now},${box.top}V${box.bottom}`);
    equal.setAttribute("d", seen.landmark ? `M${seen.landmark.at},${box.top}V${box.bottom}` : "");
    dots.replaceChildren(
      ...seen.dots.flatMap(({ who, bar, mark: shape }) => [
        s("path", { d: bar, "data-role": who, class: "bv-bar" }),
        s("path", { d: shape, "data-role": who, class: "bv-dot" }),
      ]),
    );
    if (kind !== "risk") return;
    const { at: place, kind: what, value } = seen.landmark ?? { at: 0 };
    const right = place > (box.left + box.right) / 2;
    setAttributes(equalText, {
      x: place + (right ? -5 : 5),
      y: box.top + 12,
      "text-anchor": right ? "end" : "start",
    });
    setText(equalText, what ? fill(t.landmarks[what], { x: short(value) }) : "");
    labels.replaceChildren(
      ...ESTIMATES.map((who, k) =>
        s("text", { x: box.right + 7, y: seen.labels[k] + 4, "data-role": who }, t.names[who]),
      ),
    );
    strip.replaceChildren(
      s("text", { x: box.left - 5, y: 24, "text-anchor": "end" }, t.best),
      ...seen.strip.flatMap(({ who, from, to }) => {
        const text = t.least[who];
        const bar = s("path", { d: `M${from + 1},20H${to - 1}`, "data-role": who });
        return to - from > 6.2 * text.length
          ? [bar, s("text", { x: (from + to) / 2, y: 13, "text-anchor": "middle" }, text)]
          : [bar];
      }),
    );
  }
  return { node, draw };
}

/** The curves of a panel in a sentence. */
function describe(t, setting, kind, drawn) {
  const [first, last] = range(setting);
  const seen = landmark(setting);
  const each = ESTIMATES.map((who) =>
    fill(t.curve, {
      who: t.names[who],
      from: short(drawn[who][kind][0]),
      to: short(drawn[who][kind].at(-1)),
    }),
  ).join("; ");
  const meet = kind === "risk" && seen ? fill(t.meet[seen.kind], { x: short(seen.place) }) : "";
  return fill(t.panel, {
    kind: t.kinds[kind],
    axis: t.axes[setting.axis],
    first: short(first),
    last: short(last),
    each,
    meet,
  });
}
