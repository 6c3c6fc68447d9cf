/* What scrolls sideways has to be reachable by keyboard, and only as long as it scrolls. The theme
   looks when the page is loaded and when its window changes, but what is folded away has no width
   until it is opened. What goes on beyond the edge fades there; and since a table may be cut
   between two columns, where nothing fades, a word says it too. */
{
  const BOXES =
    ".bd-article :is(pre, div.math, .output, .picture-box, .tied-table, " +
    ".pst-scrollable-table-container)";
  const WORD = "scrolls sideways ↔";
  const words = new WeakMap();
  const isWide = (box) => box.scrollWidth > box.clientWidth + 1;
  const goesOn = (box) => box.scrollLeft + box.clientWidth < box.scrollWidth - 1;
  const more = ({ currentTarget: box }) => box.classList.toggle("has-more", goesOn(box));
  const say = (box, wide) => {
    if (wide && !words.has(box)) {
      const word = document.createElement("span");
      word.className = "sideways";
      word.ariaHidden = "true";
      word.textContent = WORD;
      words.set(box, word);
      box.before(word);
    }
    if (words.has(box)) words.get(box).hidden = !wide;
  };
  const observer = new ResizeObserver((entries) => {
    // All is measured before anything is changed: otherwise each box has the page laid out again.
    const boxes = entries.map(({ target: box }) => [box, isWide(box), goesOn(box)]);
    for (const [box, wide, cut] of boxes) {
      if (wide) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
      if (!box.matches("div.math, .cell_input pre")) say(box, wide);
      box.classList.toggle("has-more", cut);
    }
  });
  for (const box of document.querySelectorAll(BOXES)) {
    observer.observe(box);
    box.addEventListener("scroll", more, { passive: true });
  }
}
