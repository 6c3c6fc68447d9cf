// The width that a picture has.

/** Call `draw(width)` when the element gets a width, and whenever that changes. */
export function onWidth(element, draw, signal) {
  let last = 0;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (!width || width === last) return;
    last = width;
    draw(width);
  });
  observer.observe(element);
  signal?.addEventListener("abort", () => observer.disconnect());
}
