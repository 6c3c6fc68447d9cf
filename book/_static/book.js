/* What scrolls sideways has to be reachable by keyboard, and only as long as it scrolls. The theme looks when the page
   is loaded and when its window changes, but what is folded away has no width until it is opened. */
{
  const BOXES = ".bd-article :is(pre, div.math, .output, .pst-scrollable-table-container)";
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll(BOXES)) observer.observe(box);
}
