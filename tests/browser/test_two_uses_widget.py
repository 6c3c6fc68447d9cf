"""The widget of two uses on the front page: guess, arrival, and the rising weight."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import HIGHEST
from tying.widgets.two_uses import TwoUses

PAGE = "book/intro.html"


@pytest.fixture
def opened(served, visit):
    """``opened(width=1280)``: the front page and its widget as a locator."""

    def open_(**screen):
        visited = visit(f"{served}/{PAGE}", **screen)
        widget = visited.page.locator(".two-uses")
        widget.scroll_into_view_if_needed()
        return visited, widget

    return open_


def guess(widget):
    return widget.get_by_role("slider", name="Your guess: w receives")


def rise(widget):
    return widget.get_by_role("slider", name="Raise w by")


def press(widget):
    return widget.get_by_role("button", name=re.compile("Let them arrive|Ask me again"))


def length(widget, name: str) -> float:
    return widget.locator(f".two-uses-bar.{name}").bounding_box()["width"]


def test_at_first_it_asks_and_tells_nothing(opened):
    visited, widget = opened()
    expect(widget).to_contain_text("What gradient does w receive?")
    expect(rise(widget)).to_have_count(0)  # neither seen nor heard
    widget.get_by_text("The numbers as a table").click()
    assert not re.search(r"\b8\b", widget.inner_text())
    assert re.findall(r"\b5\b", widget.inner_text()) == ["5"]  # the width, and no contribution
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_by_keyboard_a_guess_is_made_and_its_mistake_named(opened):
    visited, widget = opened()
    guess(widget).focus()
    for _ in range(8):  # of 0.5
        visited.page.keyboard.press("ArrowRight")
    expect(guess(widget)).to_have_attribute("aria-valuetext", "4")
    visited.page.keyboard.press("Tab")
    visited.page.keyboard.press("Enter")
    expect(widget.get_by_role("status")).to_contain_text(
        "4 is the mean, but neither strip is halved. w receives the sum"
    )
    expect(widget.get_by_text("5 + 3 = 8", exact=True)).to_be_visible()
    assert visited.page.evaluate("focusedElement().textContent") == "Ask me again"
    visited.page.keyboard.press("Enter")
    expect(guess(widget)).to_have_attribute("aria-valuetext", "?")
    expect(widget.get_by_role("status")).to_contain_text("Move the slider to your guess")


def test_it_can_be_seen_without_a_guess(opened):
    _, widget = opened()
    press(widget).click()
    expect(widget.get_by_role("status")).to_contain_text(
        "w receives the sum: 5 + 3 = 8 for each unit of w."
    )


def test_the_bars_that_arrive_are_those_that_were_sent_and_lie_end_to_end(opened):
    _, widget = opened()
    guess(widget).fill("15")
    press(widget).click()
    first, second, whole = (
        widget.locator(f".two-uses-bar.{name}").bounding_box()
        for name in ("is-first", "is-second", "is-tied")
    )
    assert first["width"] / second["width"] == pytest.approx(5 / 3, abs=0.02)
    assert first["x"] + first["width"] == pytest.approx(second["x"], abs=1)
    assert whole["width"] == pytest.approx(first["width"] + second["width"], abs=1)
    expect(widget.get_by_role("status")).to_contain_text("15 is the product")


def test_the_pointer_raises_the_weight_and_the_rectangle_stays(opened):
    visited, widget = opened()
    press(widget).click()
    body = widget.locator(".two-uses-body")
    before = body.bounding_box()
    strip = widget.locator(".two-uses-full.is-top")
    thin = strip.bounding_box()["height"]
    box = rise(widget).bounding_box()
    visited.page.mouse.click(box["x"] + box["width"] - 14, box["y"] + box["height"] / 2)
    expect(rise(widget)).to_have_value("1")
    assert strip.bounding_box()["height"] == pytest.approx(2 * thin, rel=0.02)
    assert body.bounding_box() == before
    expect(widget.get_by_role("status")).to_have_text(
        "w rises by 1, y grows by 9: 5 on top, 3 at the side, 1 in the corner. For each unit of w: "
        "9. The smaller the rise, the nearer to 8: that limit is the gradient."
    )
    rise(widget).press("Home")
    expect(widget.get_by_role("status")).to_contain_text("For each unit of w: 8.05.")


@pytest.mark.parametrize("width", HIGHEST)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_one_screen_and_nothing_jumps(opened, width, theme):
    visited, widget = opened(width=width, height=900, theme=theme)
    height = widget.bounding_box()["height"]
    guess(widget).fill("4")
    press(widget).click()
    assert widget.bounding_box()["height"] == height
    rise(widget).fill("0.45")  # the longest sentence
    assert widget.bounding_box()["height"] <= HIGHEST[width]
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


def test_with_targets_for_fingers_it_fits_a_phone_too(chromium, served):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{served}/{PAGE}")
    widget = page.locator(".two-uses")
    assert guess(widget).bounding_box()["height"] >= 44
    press(widget).tap()
    rise(widget).fill("0.45")
    assert widget.bounding_box()["height"] <= HIGHEST[360]
    row, below = (widget.locator(one).bounding_box() for one in (".two-uses-last", "button"))
    assert row["y"] + row["height"] <= below["y"]
    context.close()


def test_motion_is_kept_from_those_who_ask_for_less(opened):
    _, widget = opened()
    press(widget).click()
    names = widget.locator(".two-uses-bar, .two-uses-full").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).animationName)"
    )
    assert set(names) == {"none"}


def test_every_number_of_the_picture_is_in_a_table(opened):
    _, widget = opened()
    press(widget).click()
    widget.get_by_text("The numbers as a table").click()
    rows = widget.get_by_role("table").locator("tbody tr").all()
    assert [row.locator("th, td").all_inner_texts() for row in rows] == [
        ["through the height", "5", "2.5"],
        ["through the width", "3", "1.5"],
        ["corner", "", "0.25"],
        ["together", "8", "4.25"],
    ]


def test_it_speaks_chinese(open_alone):
    _, widget = open_alone(TwoUses(), ".two-uses", language="zh", width=360)
    widget.get_by_role("slider", name="你的猜测：w 得到").fill("5")
    widget.get_by_role("button", name="让它们到达").click()
    expect(widget.get_by_role("status")).to_contain_text("5 只是其中一项贡献。")
    assert not re.search(r"[A-Za-z]{4,}", widget.inner_text().replace("PyTorch", ""))


def test_without_javascript_the_picture_asks(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = page.locator(".widget-static svg[role=img]")
    expect(picture).to_be_visible()
    expect(picture).to_contain_text("what gradient does w receive?")
    assert "a strip of length 5" in (picture.get_attribute("aria-label") or "")


def test_on_paper_the_picture_stands_for_the_widget(opened):
    visited, widget = opened()
    visited.page.emulate_media(media="print")
    expect(visited.page.locator(".widget-static svg")).to_be_visible()
    expect(press(widget)).to_be_hidden()
