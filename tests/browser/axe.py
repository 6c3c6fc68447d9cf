"""axe-core on a page: WCAG 2.2 AA and best practices, everything unfolded."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

CONTRAST = "color-contrast"
STANDARDS = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
)
OPTIONS = {
    "runOnly": {"type": "tag", "values": list(STANDARDS)},
    "resultTypes": ["violations"],
    "rules": {
        "target-size": {"enabled": True},  # WCAG 2.2 AA, and off unless asked for by name
        CONTRAST: {"enabled": False},
    },
}
# The contrast of every word takes ten times as long as all other rules, most of it in code and
# mathematics, which have few colours: test_pages compares those.
CONTRAST_OPTIONS = {
    "runOnly": {"type": "rule", "values": [CONTRAST]},
    "resultTypes": ["violations"],
}
RUN = """async ([include, options, contrastOptions]) => {
    const rules = await axe.run({ include }, options);
    const exclude = [["pre"], [".katex"]];  // few: axe compares each with each element
    const contrast = await axe.run({ include, exclude }, contrastOptions);
    return {
        looked: rules.passes.length,
        violations: [...rules.violations, ...contrast.violations],
    };
}"""
SCRIPT = AXE_FILE_PATH.read_text(encoding="utf-8")
LOADED = "() => typeof axe === 'object'"
UNFOLD = """() => {
    const folded = everyElement("details:not([open])");
    for (const one of folded) one.open = true;
    const whole = document.createElement("style");  // sections outside the window have no layout
    whole.textContent = "section { content-visibility: visible !important; }";
    document.head.append(whole);
    return { folded, whole };
}"""
FOLD = """({ folded, whole }) => {
    for (const one of folded) one.open = false;
    whole.remove();
}"""
PAUSE = 400  # milliseconds; the theme looks for boxes that scroll 300 after a change


@contextlib.contextmanager
def unfolded(page: Page) -> Iterator[None]:
    """Everything of the page is unfolded for the time of the block."""
    folded = page.evaluate_handle(UNFOLD)
    yield
    page.evaluate(FOLD, folded)


def violations(page: Page, width: int, within: str = "html") -> list[str]:
    """What axe reports of the page at this width: the rule, the element, and why."""
    page.set_viewport_size({"width": width, "height": 900})
    if not page.evaluate(LOADED):
        page.evaluate(SCRIPT)
    with unfolded(page):
        page.wait_for_timeout(PAUSE)
        result: dict[str, Any] = page.evaluate(RUN, [[[within]], OPTIONS, CONTRAST_OPTIONS])
    assert result["looked"], "axe did not look at anything"
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
