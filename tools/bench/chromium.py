"""Pages in a Chromium without a network: what they fetch, and when their widgets work."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as Late

from tools.server import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
STATE = 'script[type="application/vnd.jupyter.widget-view+json"]'
SHOWN = ".widget-live > *, .widget-subarea > *, .jupyter-widgets"  # by our host; by html-manager
PATIENCE = 5  # seconds for the widgets of a default page, once it is loaded
# When the first widget was drawn, and all were, in milliseconds since the page was requested.
READY = """
new MutationObserver((_, observer) => {
  // The host hides a widget's static picture when it has drawn the widget.
  if (document.querySelector(".widget-static[hidden]")) window.firstAfter ??= performance.now();
  if (document.documentElement?.dataset.widgetsReady) {
    window.readyAfter = performance.now();
    observer.disconnect();
  }
}).observe(document, { attributes: true, childList: true, subtree: true });
"""
# When the first text or picture was painted, in milliseconds since the page was requested.
PAINTED = """
() => new Promise((resolve) => {
  const first = (list) => list.getEntriesByName("first-contentful-paint")[0];
  new PerformanceObserver((list) => first(list) && resolve(first(list).startTime))
    .observe({ type: "paint", buffered: true });
})
"""
# Use the controls of the widgets until one changes what is shown: the milliseconds it took.
ANSWER = """
async () => {
  const use = (control) => {
    if (control.matches("button")) control.click();
    else if (control.matches("select")) {
      control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (control.type === "range") {
      control.stepUp();
      control.dispatchEvent(new Event("input", { bubbles: true }));
    } else control.click();
  };
  for (const widget of document.querySelectorAll(".widget-live")) {
    const root = widget.firstElementChild?.shadowRoot ?? widget;
    for (const control of root.querySelectorAll("button, select, input")) {
      if (control.disabled || !control.checkVisibility()) continue;
      let changed;
      const change = new Promise((resolve) => (changed = resolve));
      const observer = new MutationObserver(() => requestAnimationFrame(() => changed(true)));
      observer.observe(root, { childList: true, characterData: true, subtree: true });
      const started = performance.now();
      use(control);
      const late = new Promise((resolve) => setTimeout(() => resolve(false), 1000));
      const answered = await Promise.race([change, late]);
      observer.disconnect();
      if (answered) return performance.now() - started;
    }
  }
  return null;
}
"""
# Lock the first choice of the page: the milliseconds until the reply to it was painted, and until
# all that it withheld was.
LOCK = """
async () => {
  const form = document.querySelector("form.predict-live:has(input[type=radio])");
  if (!form) return null;
  form.querySelector("input[type=radio]").click();
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  await frame();
  const started = performance.now();
  form.querySelector("button[type=submit]").click();
  await frame();
  if (!form.querySelector(".predict-result")) throw new Error("it is not locked");
  const told = performance.now() - started;
  const box = form.closest("[data-state]");
  while (box.querySelector(".withheld[hidden]")) await frame();
  await frame();
  return [told, performance.now() - started];
}
"""
# A prediction withholds its widgets: show them all.
SHOW_ALL = """
() => [...document.querySelectorAll(".predict-actions button")]
  .filter((one) => one.textContent === "Show me").forEach((one) => one.click())
"""


@dataclass(frozen=True)
class Weight:
    """What a page fetches: bytes and files of its own host, and addresses at other hosts."""

    raw: int
    sent: int
    files: int
    elsewhere: tuple[str, ...]
    alive: bool

    def known(self, sizes: dict[str, int | None]) -> int:
        """Bytes that are sent in all, those of other hosts as far as ``sizes`` has them."""
        return self.sent + sum(sizes[one] or 0 for one in self.elsewhere)

    def foreign(self, sizes: dict[str, int | None]) -> str:
        """Number of files from other hosts, and their kilobytes, with + if some are unknown."""
        known = [sizes[one] for one in self.elsewhere]
        more = "+" if None in known else ""
        return f"{len(known)}: {sum(filter(None, known)) / 1000:.0f}{more}" if known else "none"


def weigh(browser: Browser, server: Server, name: str) -> Weight:
    """Open a page with nothing cached, and count what it fetches."""
    server.answers.clear()
    elsewhere: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    local = (server.address, "blob:", "data:")
    page.on("request", lambda r: None if r.url.startswith(local) else elsewhere.append(r.url))
    page.goto(f"{server.address}/{name}", wait_until="networkidle")
    try:
        if count := page.locator(STATE).count():
            page.locator(SHOWN).first.wait_for(state="attached", timeout=1000 * PATIENCE)
        alive = count > 0
    except Late:
        alive = False
    raw = sum(answer.size for answer in server.answers)
    sent = sum(answer.sent for answer in server.answers)
    context.close()
    return Weight(raw, sent, len(server.answers), tuple(dict.fromkeys(elsewhere)), alive)


def opened(browser: Browser, address: str, cpu: int, line: dict | None) -> Page:
    """A page on its way under the given conditions."""
    page = browser.new_context().new_page()
    page.add_init_script(READY)
    control = page.context.new_cdp_session(page)
    control.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    if line:
        control.send("Network.enable")
        control.send("Network.emulateNetworkConditions", line)
    page.goto(address, wait_until="commit")
    return page


def read(browser: Browser, address: str, cpu: int, line: dict | None) -> float:
    """Seconds until the first text of a page is seen."""
    page = opened(browser, address, cpu, line)
    page.wait_for_load_state("load", timeout=120_000)
    painted = page.evaluate(PAINTED)
    page.context.close()
    return painted / 1000


@dataclass(frozen=True)
class Visit:
    """Seconds from the request of a page, and those of an answer.

    ``first`` widget and all widgets ``ready``; the ``answer`` of a widget's control; a locked
    ``prediction`` until the reply is painted and ``unfolded`` until its outcome is, None on a page
    without a choice.
    """

    text: float
    first: float
    ready: float
    answer: float
    prediction: float | None
    unfolded: float | None


def visit(browser: Browser, address: str, cpu: int, line: dict | None) -> Visit:
    """Open a page, use the first control of a widget, and lock the first choice."""
    page = opened(browser, address, cpu, line)
    page.wait_for_selector("html[data-widgets-ready]", state="attached", timeout=120_000)
    page.wait_for_load_state("load", timeout=120_000)
    locked = page.evaluate(LOCK)
    page.evaluate(SHOW_ALL)
    answer = page.evaluate(ANSWER)
    first, ready = page.evaluate("() => [window.firstAfter, window.readyAfter]")
    painted = page.evaluate(PAINTED)
    page.context.close()
    if answer is None:
        raise SystemExit(f"No control of a widget on {address} changed what it shows.")
    told, unfolded = (None, None) if locked is None else (one / 1000 for one in locked)
    return Visit(painted / 1000, first / 1000, ready / 1000, answer / 1000, told, unfolded)
