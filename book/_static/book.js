/* What scrolls sideways has to be reachable by keyboard. The theme sees to that when a page loads and when its window
   changes, but not for what is folded away at the time: opening it counts as a change. */
document.addEventListener("toggle", () => window.dispatchEvent(new Event("resize")), { capture: true });
