"""The first step on its page: by keyboard and pointer, narrow, dark, Chinese, and its height."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Locator, expect

from tying.widgets.first_step import FirstStep

PAGE = "notebooks/mechanisms/training-shared-weights.html"


@pytest.fixture
def opened(open_widget):
    """``opened()``: a page with the widget alone, and the widget as a locator.

    ``opened(width=360)``, with anything about the screen: the page of the book.
    """
    return partial(open_widget, FirstStep(), ".first-step", PAGE)


def steps(widget: Locator) -> list[float]:
    """The steps that are drawn: that of the tie, and the two of the alias."""
    return [
        float(one.get_attribute("data-step") or "") for one in widget.locator("[data-step]").all()
    ]


def start(widget: Locator) -> Locator:
    return widget.get_by_role("slider", name="Start of θ", exact=True)


def test_it_opens_with_an_alias_that_does_not_move(opened):
    visited, widget = opened()
    assert steps(widget) == [1, 1, -1]
    expect(widget).to_contain_text("alias, use 2: 1 gives −1.00, in all 0.00")
    expect(widget.get_by_role("status")).to_contain_text("Drag the start along the curve")
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_by_keyboard_adams_steps_keep_their_length_and_those_of_sgd_do_not(opened):
    visited, widget = opened()
    status = widget.get_by_role("status")
    start(widget).press("Home")
    assert steps(widget) == [1, 1, 1]
    expect(status).to_have_text(
        "Adam from −5: the tie moves by +1.00, the alias by +1.00 and +1.00. "
        "The alias moves twice as far."
    )
    visited.page.keyboard.press("Tab")
    visited.page.keyboard.press("ArrowLeft")  # from Adam to SGD
    assert steps(widget) == [2.4, 1.6, 0.8]
    expect(status).to_contain_text("Both end at the same place.")
    start(widget).press("End")
    start(widget).press("ArrowLeft")
    expect(start(widget)).to_have_attribute("aria-valuetext", "6.5")
    assert steps(widget) == [-2.2, -0.7, -1.5]
    assert visited.problems == []


def test_the_pointer_drags_the_start_and_arrow_keys_go_on_from_there(opened):
    visited, widget = opened()
    picture = widget.locator(".fs-picture")
    picture.scroll_into_view_if_needed()
    point = widget.locator(".fs-start").bounding_box()
    box = picture.bounding_box()
    mouse = visited.page.mouse
    mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + box["width"] - 12, point["y"])  # the right end of the axis
    mouse.up()
    expect(start(widget)).to_have_value("7")
    mouse.move(box["x"] + box["width"] / 2, point["y"])  # moving without pressing does nothing
    visited.page.keyboard.press("ArrowLeft")
    expect(start(widget)).to_have_value("6.5")
    assert steps(widget) == [-1, -1, -1]


def test_the_numbers_are_in_a_table(opened):
    _, widget = opened()
    widget.get_by_text("The steps as a table").click()
    table = widget.get_by_role("table", name="The steps as a table")
    rows = [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]
    assert rows == [
        ["tied", "−6", "+1.00", "0.5"],
        ["alias, use 1", "−7", "+1.00", "0.5"],
        ["alias, use 2", "1", "−1.00", "−0.5"],
    ]


@pytest.mark.parametrize(("width", "most"), [(1280, 640), (360, 900)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_one_screen_of_the_page(opened, width, most, theme):
    visited, widget = opened(width=width, theme=theme)
    for key in ("Home", "End"):
        start(widget).press(key)
        assert widget.bounding_box()["height"] <= most
        assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    right = widget.bounding_box()["x"] + widget.bounding_box()["width"]
    for words in widget.locator(".fs-words").all():
        assert words.bounding_box()["x"] + words.bounding_box()["width"] <= right
    assert visited.problems == []


def test_it_speaks_chinese_on_a_chinese_page(open_alone):
    visited, widget = open_alone(FirstStep(), ".first-step", language="zh", width=360)
    widget.get_by_role("slider", name="θ 的起点").press("Home")
    expect(widget.get_by_role("status")).to_contain_text("别名走了两倍远。")
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert visited.problems == []


def test_without_javascript_its_picture_says_the_steps(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = page.locator(".widget-static svg[role=img]").first
    label = picture.get_attribute("aria-label") or ""
    assert "Tied: one arrow of +1.00" in label
