// What is withheld opens for who looks for something in it: by a link, a search, or on paper.

/** The element that the address of the page names; null if there is none. */
function targetOfAddress() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // the address is not well formed
  }
}

/** Open what an address leads into, and bring it into view. */
function follow(predictions) {
  const target = targetOfAddress();
  const hidden = target?.closest(".withheld[hidden]");
  if (hidden) {
    predictions.find((one) => one.withheld.includes(hidden))?.open();
    target.scrollIntoView();
  }
}

/** Open what holds words that the page's own search has marked. */
function openFound(predictions) {
  for (const one of predictions) {
    if (one.withheld.some((part) => part.querySelector("span.highlighted"))) one.open();
  }
}

/** Open what is needed, now and later. Paper is left to the style sheet. */
export function watchOpenings(predictions) {
  follow(predictions);
  addEventListener("hashchange", () => follow(predictions));
  // Sphinx marks what was searched for 10 ms after the page is parsed.
  addEventListener("load", () => setTimeout(() => openFound(predictions), 50));
}
