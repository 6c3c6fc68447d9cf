"""axe-core finds nothing on any page: WCAG 2.2 AA and best practices, everything unfolded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page

from tests.browser.conftest import VIEW, Visit
from tests.browser.test_pages import NARROW, WIDE, pages

STANDARDS = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
)
OPTIONS = {"runOnly": {"type": "tag", "values": list(STANDARDS)}, "resultTypes": ["violations"]}
RULES = {"target-size": {"enabled": True}}  # WCAG 2.2 AA, and off unless asked for by name
UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
PAUSE = 400  # milliseconds; the theme looks for boxes that scroll 300 after a change


@pytest.fixture(params=["light", "dark"])
def reader(request, chromium: Browser) -> Iterator[Visit]:
    """One tab for all pages of one theme, cut off from other hosts."""
    context = chromium.new_context(color_scheme=request.param, reduced_motion="reduce")
    visit = Visit(context.new_page())
    context.route("**/*", visit.guard)
    context.add_init_script(path=AXE_FILE_PATH)
    yield visit
    context.close()


def violations(page: Page, width: int) -> list[str]:
    """What axe finds on the page at this width: the rule, the element, and why."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(PAUSE)
    options = {**OPTIONS, "rules": RULES}
    result: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    assert result["passes"], "axe did not look at anything"
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def opened(visit: Visit, address: str) -> Page:
    """The page at ``address``, its widgets drawn and everything unfolded."""
    visit.page.goto(address, wait_until="load")
    if visit.page.locator(VIEW).count():
        visit.wait_for_widgets()
    visit.page.evaluate(UNFOLD)
    return visit.page


def test_axe_finds_nothing_on_any_page(site, served, reader):
    found = []
    for name in pages(site):
        page = opened(reader, f"{served}/{name}")
        for width in (WIDE, NARROW):
            found += [f"{name}, {width}: {problem}" for problem in violations(page, width)]
    assert found == []


# What opens over a page: at which width, by which button, and what is then there.
OVERLAYS = {
    "search": (WIDE, ".search-button-field, .search-button__button", "#pst-search-dialog[open]"),
    "search, narrow": (NARROW, ".search-button__button", "#pst-search-dialog[open]"),
    "contents": (NARROW, ".primary-toggle", "#pst-primary-sidebar-modal[open]"),
    "on this page": (NARROW, ".secondary-toggle", "#pst-secondary-sidebar-modal[open]"),
    "downloads": (WIDE, ".dropdown-download-buttons > button", ".dropdown-menu.show"),
}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_axe_finds_nothing_in_what_opens_over_a_page(served, reader, overlay):
    width, button, there = OVERLAYS[overlay]
    page = opened(reader, f"{served}/notebooks/principles/counting-parameters.html")
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(f":is({button}) >> visible=true").first.click()
    page.locator(there).wait_for()
    assert violations(page, width) == []


def test_axe_finds_nothing_in_any_choice_of_theme(served, reader):
    page = opened(reader, f"{served}/book/intro.html")
    page.set_viewport_size({"width": WIDE, "height": 900})
    switch = page.locator(".theme-switch-button >> visible=true").first
    seen = set()
    for _ in range(3):
        switch.click()
        page.mouse.move(0, 0)
        seen.add(page.locator("html").get_attribute("data-mode"))
        assert violations(page, WIDE) == []
    assert seen == {"auto", "light", "dark"}


def test_axe_finds_what_is_planted(reader, tmp_path):
    page = tmp_path / "page.html"
    faults = (
        '<p style="color: #999; background: #fff">pale</p><img src="data:,">'
        '<button style="width: 9px; height: 9px; padding: 0">a</button><button>b</button>'
    )
    page.write_text(
        f"<!DOCTYPE html><html lang=en><title>x</title><main><h1>x</h1>{faults}</main></html>",
        encoding="utf-8",
    )
    found = "\n".join(violations(opened(reader, page.as_uri()), WIDE))
    for rule in ("color-contrast", "image-alt", "target-size"):
        assert f"{rule}:" in found
