"""The live pictures of every page: they wait for their questions, and each fits one screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.built import BUILT, WIDGET, pages_with
from tests.browser.conftest import HIGHEST

TOOLS = {"book/workbench.html"}
"""Pages of a whole tool, which is larger than a picture beside a sentence."""

PAGES = [name for name in pages_with(BUILT, WIDGET) if name not in TOOLS] or ["book/intro.html"]


@pytest.mark.parametrize("width", sorted(HIGHEST))
@pytest.mark.parametrize("name", PAGES)
def test_pictures_wait_for_their_questions_and_fit_one_screen(served, visit, name, width):
    visited = visit(f"{served}/{name}", width=width)
    page = visited.page
    pictures = page.locator(".widget-live")
    assert pictures.count() > 0
    for picture in page.locator(".withheld .widget-live").all():
        expect(picture).to_be_hidden()
    show = page.locator(".prediction").get_by_role("button", name="Show me")
    while show.count():
        show.first.click()
    for picture in pictures.all():
        expect(picture).to_be_visible()
        box = picture.bounding_box()
        assert box is not None
        assert box["height"] <= HIGHEST[width]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []
