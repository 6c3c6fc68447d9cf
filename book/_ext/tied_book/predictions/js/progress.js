// The map of the book: how many predictions of each chapter are locked.
import { svg } from "./dom.js";
import { loadAnswer } from "./store.js";

const root = document.documentElement.dataset.content_root ?? "./";
const isLocked = (key) => ["right", "wrong"].includes(loadAnswer(key)?.verdict);

function show(link, locked, count) {
  const label = link.querySelector("text");
  const place = { x: label.ownerSVGElement.viewBox.baseVal.width, y: label.getAttribute("y") };
  const words = svg("title", {}, `${locked} of ${count} predictions locked`);
  const text = svg("text", { ...place, "text-anchor": "end", class: "map-progress" }, words);
  text.append(` ${locked}/${count}`);
  link.append(text);
}

for (const [page, keys] of Object.entries(globalThis.tiedKeys ?? {})) {
  const chapter = new URL(`${root}${page}.html`, location.href).pathname;
  const locked = keys.filter(isLocked).length;
  for (const link of document.querySelectorAll(".book-map a")) {
    const led = new URL(link.href.baseVal, location.href);
    if (locked && led.pathname === chapter && !led.hash) show(link, locked, keys.length);
  }
}
