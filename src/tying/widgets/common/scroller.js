// A box that scrolls sideways when its content is too wide.

import { h } from "./dom.js";

/** Where the box scrolls, the keyboard reaches it, and an edge and a word say so. */
export function scroller(t, label, node, signal) {
  const hint = h(
    "span",
    { class: "tied-small tied-sideways", "aria-hidden": "true", hidden: true },
    `${t.sideways} ↔`,
  );
  const box = h("div", { class: "tied-scroll", role: "group", "aria-label": label }, node);
  const look = () => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    const high = box.scrollHeight > box.clientHeight + 1;
    const end = Math.abs(box.scrollLeft) + box.clientWidth; // negative in right-to-left pages
    hint.hidden = !wide;
    if (wide || high) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    box.classList.toggle("has-more", wide && end < box.scrollWidth - 1);
  };
  const observer = new ResizeObserver(look);
  for (const one of [box, node]) observer.observe(one);
  box.addEventListener("scroll", look, { passive: true });
  signal?.addEventListener("abort", () => observer.disconnect());
  return h("div", { class: "tied-scroller" }, hint, box);
}
