"""A term shows its definition: by pointer, focus and touch, and leads to the glossary as a link."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

PAGE = "notebooks/principles/convolution-as-sharing.html"
TERM = "a[aria-describedby='definition-sharing']"
SCREENS = pytest.mark.parametrize("width", [1280, 360])


@pytest.fixture
def opened(served, visit):
    """``opened(width=1280)``: the page, a term on it, and the place of its definition."""

    def open_(**screen) -> tuple[Page, Locator, Locator]:
        page = visit(f"{served}/{PAGE}", **screen).page
        term = page.locator(TERM).first
        term.scroll_into_view_if_needed()
        return page, term, page.locator(".term-tip")

    return open_


@pytest.fixture
def touched(chromium, served):
    """The page on a phone: the page, and a term on it."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{served}/{PAGE}")
    term = page.locator(TERM).first
    term.scroll_into_view_if_needed()
    yield page, term
    context.close()


def test_under_the_pointer_it_shows_and_stays_while_the_pointer_is_on_it(opened):
    page, term, tip = opened()
    term.hover()
    expect(tip).to_contain_text("The tie in which the tied values are equal")
    box = tip.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)
    page.wait_for_timeout(600)
    expect(tip).to_be_visible()
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()


def test_a_pointer_that_passes_opens_nothing(opened):
    page, term, tip = opened()
    term.hover()
    page.mouse.move(2, 2)
    page.wait_for_timeout(600)
    expect(tip).to_be_hidden()


def test_with_the_focus_it_shows_and_escape_closes_it(opened):
    page, _, tip = opened()
    before = page.locator("a[aria-describedby^='definition-']").first
    before.focus()
    page.keyboard.press("Tab")
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('a[aria-describedby]')")
    page.keyboard.press("Shift+Tab")
    expect(tip).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-*")


def test_escape_closes_what_the_pointer_has_opened(opened):
    page, term, tip = opened()
    term.hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


@SCREENS
def test_it_lies_within_the_window_beside_its_term(opened, width):
    page, _, tip = opened(width=width, height=740)
    for link in page.locator("a[aria-describedby^='definition-']:visible").all()[:6]:
        link.scroll_into_view_if_needed()
        page.keyboard.press("Escape")
        link.hover()
        words = link.get_attribute("aria-describedby")
        expected = page.locator(f"#{words} > .term").text_content()
        expect(tip.locator(".term")).to_have_text(expected)
        box, own = tip.bounding_box(), link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 740
        assert box["y"] >= own["y"] or box["y"] + box["height"] <= own["y"] + own["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_tap_shows_it_and_its_link_leads_on(touched):
    page, term = touched
    tip = page.locator(".term-tip")
    term.tap()
    expect(tip).to_be_visible()
    assert page.url.endswith(PAGE)
    page.locator("article > section > h1").tap()
    expect(tip).to_be_hidden()
    term.scroll_into_view_if_needed()
    term.tap()
    tip.get_by_role("link", name="In the glossary").tap()
    page.wait_for_url("**/glossary.html#term-sharing")


def test_the_second_tap_leads_on(touched):
    page, term = touched
    term.tap()
    expect(page.locator(".term-tip")).to_be_visible()
    term.tap()
    page.wait_for_url("**/glossary.html#term-sharing")


def test_it_is_read_aloud_and_formulas_once(opened):
    page, _, _ = opened()
    session = page.context.new_cdp_session(page)
    found = session.send("Runtime.evaluate", {"expression": f'document.querySelector("{TERM}")'})
    tree = session.send(
        "Accessibility.getPartialAXTree",
        {"objectId": found["result"]["objectId"], "fetchRelatives": False},
    )
    described = tree["nodes"][0]["description"]["value"]
    assert "in θ = A z every row of A holds a single 1" in " ".join(described.split())


def test_within_the_glossary_and_from_a_file_it_shows_too(site, visit):
    visited = visit((site / "book" / "glossary.html").as_uri())
    visited.page.locator("dd " + TERM).first.hover()
    expect(visited.page.locator(".term-tip")).to_contain_text("The tie in which")
    assert visited.problems == []


def test_paper_has_no_definitions_beside_terms(opened):
    page, term, tip = opened()
    term.hover()
    expect(tip).to_be_visible()
    page.emulate_media(media="print")
    expect(tip).to_be_hidden()
    expect(page.locator(".term-definitions")).to_be_hidden()


def test_without_javascript_a_term_is_a_link(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    assert page.locator(TERM).first.get_attribute("href").endswith("glossary.html#term-sharing")
    expect(page.locator(".term-definitions")).to_be_hidden()
