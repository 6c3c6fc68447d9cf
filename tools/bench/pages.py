"""Weight of every page as Chromium fetches it, and the time until its widgets answer."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.bench.server import Traffic, serving

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
REPEATS = 3
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 1_600_000 / 8,
}
CONDITIONS = {
    "this machine": (1, None),
    "CPU / 4": (4, None),
    "CPU / 4, 1.6 Mbit/s, 150 ms": (4, SLOW_LINE),
}
# When the widgets were ready, in milliseconds since the page was asked for.
READY = """
new MutationObserver((_, observer) => {
  if (document.documentElement?.dataset.widgetsReady) {
    window.readyAfter = performance.now();
    observer.disconnect();
  }
}).observe(document, { attributes: true, childList: true, subtree: true });
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
    for (const control of widget.querySelectorAll("button, select, input")) {
      if (control.disabled || !control.checkVisibility()) continue;
      let changed;
      const change = new Promise((resolve) => (changed = resolve));
      const observer = new MutationObserver(() => requestAnimationFrame(() => changed(true)));
      observer.observe(widget, { childList: true, characterData: true, subtree: true });
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


def measure(root: Path) -> int:
    """Print the weight of the pages and the time of their widgets; the exit status."""
    found = (shutil.which(name) for name in NAMES)
    executable = os.environ.get("CHROMIUM") or next(filter(None, found), None)
    if executable is None:
        print("Pages are measured in Chromium: install it, or set CHROMIUM.", file=sys.stderr)
        return 1
    names = [f"{name}.html" for name in parse_toc_yaml(root / "_toc.yml")]
    with serving(root / "_build" / "html") as traffic, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        print("\nWeight of a page with all that it fetches, nothing cached (kB)")
        print(f"  {'raw':>6} {'sent':>6} {'files':>5}")
        widgets = [name for name in names if weigh(browser, traffic, name)]
        for name in widgets:
            print(f"\nWidget of {name} (s, median of {REPEATS})")
            print(f"  {'ready':>6} {'answer':>6} {'both':>6}")
            for title, (cpu, line) in CONDITIONS.items():
                clock(browser, f"{traffic.address}/{name}", title, cpu, line)
        browser.close()
    return 0


def weigh(browser: Browser, traffic: Traffic, name: str) -> bool:
    """Print the weight of a page; whether it holds a widget."""
    traffic.answers.clear()
    page = browser.new_context().new_page()
    page.goto(f"{traffic.address}/{name}", wait_until="networkidle")
    raw = sum(size for _, size, _ in traffic.answers) / 1000
    sent = sum(size for _, _, size in traffic.answers) / 1000
    print(f"  {raw:6.0f} {sent:6.0f} {len(traffic.answers):5}  {name}", flush=True)
    live = page.locator(".widget-live").count() > 0
    page.context.close()
    return live


def clock(browser: Browser, address: str, title: str, cpu: int, line: dict | None) -> None:
    """Print the median times until the widgets of a page are ready, and until one answers.

    The page's policy is set aside: waiting for a condition evaluates a string in the page.
    """
    pairs = [
        visit(browser.new_context(bypass_csp=True).new_page(), address, cpu, line)
        for _ in range(REPEATS)
    ]
    ready = statistics.median(ready for ready, _ in pairs)
    answer = statistics.median(answer for _, answer in pairs)
    print(f"  {ready:6.2f} {answer:6.2f} {ready + answer:6.2f}  {title}", flush=True)


def visit(page: Page, address: str, cpu: int, line: dict | None) -> tuple[float, float]:
    """Open a page under the given conditions; seconds until ready, and of one answer."""
    page.add_init_script(READY)
    control = page.context.new_cdp_session(page)
    control.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    if line:
        control.send("Network.enable")
        control.send("Network.emulateNetworkConditions", line)
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.readyAfter > 0", timeout=120_000)
    answer = page.evaluate(ANSWER)
    ready = page.evaluate("window.readyAfter")
    page.context.close()
    if answer is None:
        raise SystemExit(f"No control of a widget on {address} changed what it shows.")
    return ready / 1000, answer / 1000
