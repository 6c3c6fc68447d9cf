/* A term of the glossary shows its definition beside it: under the pointer, with the focus, and at
   the first tap. The page holds the definitions (tied_book/finish/definitions.py). The pointer may
   move onto what is shown; Escape, another tap and leaving it close it. Where a browser has no
   popovers a term is a link, as without a script. */
{
  const LINK = 'a[aria-describedby^="definition-"]';
  const [WAIT, GRACE] = [250, 300]; // milliseconds until it opens and closes
  const [GAP, EDGE] = [4, 8]; // pixels from the link, and from the edges of the window

  const tip = Object.assign(document.createElement("div"), { className: "term-tip" });
  let shown = null; // the link whose definition is shown
  let timer = 0;
  let wasTouched = false; // whether the last press was by a finger, on what was not yet shown

  /** The link or the shown definition that an event is about; null if neither. */
  const linkOf = ({ target }) => target.closest?.(LINK) ?? null;
  const isInside = ({ target }) => tip.contains(target);

  function fill(link) {
    const definition = document.getElementById(link.getAttribute("aria-describedby"));
    const more = Object.assign(document.createElement("a"), { href: link.href, tabIndex: -1 });
    const line = Object.assign(document.createElement("p"), { className: "term-more" });
    more.textContent = "In the glossary";
    line.append(more);
    tip.replaceChildren(...definition.cloneNode(true).childNodes, line);
  }

  /** Put the definition below the line of the link that the pointer is on, or above it. */
  function place(link, y) {
    const lines = [...link.getClientRects()];
    const line = lines.find(({ top, bottom }) => top <= y && y <= bottom) ?? lines[0];
    const { width, height } = tip.getBoundingClientRect();
    const room = document.documentElement.clientWidth - width - EDGE;
    const above = line.top - GAP - height;
    const isLow = line.bottom + GAP + height > innerHeight && above > 0;
    tip.style.left = `${scrollX + Math.max(EDGE, Math.min(line.left, room))}px`;
    tip.style.top = `${scrollY + (isLow ? above : line.bottom + GAP)}px`;
  }

  function open(link, y) {
    clearTimeout(timer);
    if (shown === link) return;
    shown = link;
    fill(link);
    tip.showPopover();
    place(link, y);
  }
  function close() {
    clearTimeout(timer);
    if (shown) tip.hidePopover();
    shown = null;
  }
  function after(pause, act) {
    clearTimeout(timer);
    timer = setTimeout(act, pause);
  }

  function enter(event) {
    if (event.pointerType === "touch") return;
    const link = linkOf(event);
    if (link && link !== shown) after(WAIT, () => open(link, event.clientY));
    else if (link || isInside(event)) clearTimeout(timer);
  }
  function leave(event) {
    if (event.pointerType === "touch" || !(linkOf(event) || isInside(event))) return;
    const hasFocus = shown?.matches(":focus-visible");
    after(GRACE, () => hasFocus || close());
  }
  function press(event) {
    const link = linkOf(event);
    wasTouched = event.pointerType === "touch" && link !== null && link !== shown;
    if (!link && !isInside(event)) close();
  }
  function tap(event) {
    const link = linkOf(event);
    if (!link || !wasTouched) return;
    wasTouched = false;
    event.preventDefault();
    open(link, event.clientY);
  }
  function focus(event) {
    const link = linkOf(event);
    if (link?.matches(":focus-visible")) open(link);
  }
  function blur(event) {
    if (linkOf(event) === shown && !tip.matches(":hover")) close();
  }

  if ("popover" in tip) {
    const listeners = { pointerover: enter, pointerout: leave, pointerdown: press, click: tap };
    tip.popover = "manual";
    document.querySelector("article").append(tip);
    Object.assign(listeners, { focusin: focus, focusout: blur });
    for (const [name, act] of Object.entries(listeners)) document.addEventListener(name, act);
    document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
    addEventListener("resize", close);
    addEventListener("hashchange", close);
  }
}
