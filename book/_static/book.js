/* What scrolls sideways has to be reachable by keyboard, and only as long as it scrolls. The theme looks when the page
   is loaded and when its window changes, but what is folded away has no width until it is opened. Pictures have no cut
   line or border that shows that they go on, so these fade there. */
{
  const BOXES = ".bd-article :is(pre, div.math, .output, .picture-box, .pst-scrollable-table-container)";
  const more = ({ currentTarget: box }) => box.classList.toggle("has-more", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
      target.dispatchEvent(new Event("scroll"));
    }
  });
  for (const box of document.querySelectorAll(BOXES)) observer.observe(box);
  for (const box of document.querySelectorAll(".picture-box")) box.addEventListener("scroll", more, { passive: true });
}
