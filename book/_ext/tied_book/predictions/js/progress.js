// The map of the book: how many predictions of each chapter are locked.
import { h } from "./dom.js";
import { loadAnswer } from "./store.js";

const root = document.documentElement.dataset.content_root ?? "./";
const isLocked = (key) => ["right", "wrong"].includes(loadAnswer(key)?.verdict);

function show(link, locked, count) {
  const words = `${locked} of ${count} predictions locked`;
  const bar = h("span", { class: "map-bar", style: `--part: ${locked / count}` });
  link.after(h("span", { class: "map-progress", role: "img", "aria-label": words }, bar));
  bar.after(` ${locked}/${count}`);
}

for (const [page, keys] of Object.entries(globalThis.tiedKeys ?? {})) {
  const chapter = new URL(`${root}${page}.html`, location.href).pathname;
  const locked = keys.filter(isLocked).length;
  for (const link of document.querySelectorAll(".book-map a")) {
    const led = new URL(link.href);
    if (locked && led.pathname === chapter && !led.hash) show(link, locked, keys.length);
  }
}
