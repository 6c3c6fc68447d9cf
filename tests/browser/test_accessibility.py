"""axe-core finds nothing in what a reader opens; ``test_pages`` asks it about every page."""

from __future__ import annotations

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, WIDE

PROSE = "book/how-to-read.html"
CHAPTER = "notebooks/principles/convolution-as-sharing.html"
THEMES = ["light", "dark"]
# What opens over a page: the page, at which width, by which button, and what is then there.
OVERLAYS = {
    "search": (
        *(PROSE, WIDE),
        ".search-button-field, .search-button__button",
        "#pst-search-dialog[open]",
    ),
    "search, narrow": (PROSE, NARROW, ".search-button__button", "#pst-search-dialog[open]"),
    "contents": (PROSE, NARROW, ".primary-toggle", "#pst-primary-sidebar-modal[open]"),
    "on this page": (PROSE, NARROW, ".secondary-toggle", "#pst-secondary-sidebar-modal[open]"),
    "downloads": (
        *(CHAPTER, WIDE),
        ".dropdown-download-buttons > button",
        ".bd-header-article:has(.dropdown-menu.show)",
    ),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_axe_finds_nothing_in_what_opens_over_a_page(served, visit, overlay, theme):
    name, width, button, there = OVERLAYS[overlay]
    page = visit(f"{served}/{name}", theme=theme, width=width).page
    page.locator(f":is({button}) >> visible=true").first.click()
    page.locator(there).wait_for()
    assert violations(page, width, within=there if name == CHAPTER else "html") == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_a_definition_beside_its_term(served, visit, theme):
    page = visit(f"{served}/{CHAPTER}", theme=theme).page
    page.locator("a[aria-describedby^='definition-']").first.hover()
    page.locator(".term-tip").wait_for()
    assert violations(page, WIDE, within="article") == []


@pytest.mark.parametrize(("theme", "width"), [("light", NARROW), ("dark", WIDE)])
def test_axe_finds_nothing_in_the_pairs_of_theme_and_width_that_other_pages_leave_out(
    served, visit, theme, width
):
    page = visit(f"{served}/{CHAPTER}", theme=theme, width=width).page
    assert violations(page, width) == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_any_choice_of_theme(served, visit, theme):
    page = visit(f"{served}/book/intro.html", theme=theme).page
    switch = page.locator(".theme-switch-button >> visible=true").first
    seen = set()
    for _ in range(3):
        switch.click()
        page.mouse.move(0, 0)
        seen.add(page.locator("html").get_attribute("data-mode"))
        assert violations(page, WIDE) == []
    assert seen == {"auto", "light", "dark"}


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_what_is_planted(visit, tmp_path, theme):
    page = tmp_path / "page.html"
    faults = (
        '<p style="color: #999; background: #fff">pale</p><img src="data:,">'
        '<button style="width: 9px; height: 9px; padding: 0">a</button><button>b</button>'
        '<details><summary>more</summary><a href="#x"></a></details>'
    )
    page.write_text(
        f"<!DOCTYPE html><html lang=en><title>x</title><main><h1>x</h1>{faults}</main></html>",
        encoding="utf-8",
    )
    reported = "\n".join(violations(visit(page.as_uri(), theme=theme).page, WIDE))
    for rule in ("color-contrast", "image-alt", "target-size", "link-name"):
        assert f"{rule}:" in reported
