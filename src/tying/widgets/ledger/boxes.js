// A box of the picture: a slot, an object or a storage, with two texts and perhaps a badge.

import { s, setAttributes, setText } from "../common/dom.js";

/** An empty box of a kind: "slot", "object" or "storage". */
export const box = (kind) =>
  s(
    "g",
    { class: `ledger-box is-${kind}` },
    s("title"),
    s("rect", { rx: kind === "storage" ? 2 : 6 }),
    s("rect", { class: "ledger-bar" }),
    s("circle", { class: "ledger-dot", cx: 15, r: 9 }),
    s("text", { class: "ledger-main" }),
    s("text", { class: "ledger-side" }),
    s("text", { class: "ledger-badge" }),
  );

const baseline = (height) => height / 2 + 4;

/** Where the texts of a slot stand: side by side, or one above the other where it is narrow. */
function slotTexts({ w, h }, { side, badge }, narrow) {
  const x = badge ? 30 : 10;
  if (narrow && side !== "") {
    return {
      main: { x, y: h / 2 - 3, "text-anchor": "start" },
      side: { x, y: h / 2 + 13, "text-anchor": "start" },
    };
  }
  return {
    main: { x, y: baseline(h), "text-anchor": "start" },
    side: { x: w - 10, y: baseline(h), "text-anchor": "end" },
  };
}

function objectTexts(at, content, narrow) {
  const texts = slotTexts(at, content, narrow);
  if (content.side !== "") return texts;
  return { ...texts, main: { x: at.w / 2, y: baseline(at.h), "text-anchor": "middle" } };
}

/** The number stands behind the bar, or above it where it is narrow. */
function storageTexts(at, content, narrow) {
  const [x, y] = narrow ? [0, 14] : [at.bar + 8, baseline(at.h)];
  return { ...slotTexts(at, content, narrow), main: { x, y, "text-anchor": "start" } };
}

const TEXTS = { slot: slotTexts, object: objectTexts, storage: storageTexts };

/** Put a box where the layout has it; only a storage's place has a `bar`. */
function placeBox(node, at, narrow) {
  const [, frame, bar, dot, , , badge] = node.children;
  node.style.transform = `translate(${at.x}px, ${at.y}px)`;
  setAttributes(frame, { width: at.w, height: at.h });
  if (at.bar !== undefined) {
    const height = narrow ? 14 : 18;
    setAttributes(bar, { width: at.bar, height, y: narrow ? 20 : (at.h - height) / 2 });
  }
  setAttributes(dot, { cy: at.h / 2 });
  setAttributes(badge, { x: 15, y: baseline(at.h) });
}

/** Show { main, side, badge, title, role } in a box of this kind. */
export function drawBox(node, kind, at, content, narrow) {
  const [title, , , , main, side, badge] = node.children;
  const texts = TEXTS[kind](at, content, narrow);
  placeBox(node, at, narrow);
  setAttributes(node, { "data-role": content.role });
  setAttributes(main, texts.main);
  setAttributes(side, texts.side);
  setText(title, content.title);
  setText(main, content.main);
  setText(side, content.side);
  setText(badge, content.badge);
  node.classList.toggle("is-chosen", content.badge !== "");
}
