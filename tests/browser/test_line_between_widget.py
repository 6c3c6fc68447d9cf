"""The line between two networks on a page: keyboard, pointer, narrow, dark, Chinese, its height."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import COLUMN, HIGHEST, WIDE
from tying.widgets.line_between import LineBetween

PAGE = "notebooks/mechanisms/symmetry-and-identifiability.html"


@pytest.fixture
def opened(open_alone):
    """``opened(LineBetween("relu"), width=360, language="zh")``: the visit, and the widget."""

    def open_(widget=None, width=WIDE, **screen):
        screen = {"width": width, "column": COLUMN[width], **screen}
        return open_alone(widget or LineBetween(), ".line-between", **screen)

    return open_


def curve(widget: Locator, kind: str) -> str:
    return widget.locator(f'.line-picture .line-curve[data-kind="{kind}"]').get_attribute("d") or ""


def shades(widget: Locator, row: str) -> list[str]:
    """The strengths of all pixels of a row of images."""
    return widget.locator(f'[data-row="{row}"]').evaluate(
        "row => [...row.querySelectorAll('rect')].map(p => p.style.getPropertyValue('--strength'))"
    )


def test_it_opens_in_the_middle_of_the_line_as_trained(opened):
    visited, widget = opened()
    expect(widget.get_by_role("slider")).to_have_value("10")
    expect(widget.get_by_role("radio", name="as trained")).to_be_checked()
    assert curve(widget, "now") == curve(widget, "before")
    assert len(shades(widget, "given")) == len(shades(widget, "output")) == 5 * 16
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_all_is_done_by_keyboard(opened):
    visited, widget = opened()
    status, keyboard = widget.get_by_role("status"), visited.page.keyboard
    before, faint = curve(widget, "before"), shades(widget, "output")
    widget.get_by_role("radio", name="as trained").focus()
    keyboard.press("ArrowRight")
    expect(status).to_have_text("tanh, best order: at 50 % the loss is 3.63. The barrier is 1.26.")
    keyboard.press("ArrowRight")
    expect(status).to_have_text(
        "tanh, order and signs: at 50 % the loss is 2.43. The barrier is 0.05."
    )
    assert curve(widget, "before") == before != curve(widget, "now")
    assert shades(widget, "output") != faint
    keyboard.press("Tab")
    slider = widget.get_by_role("slider", name="Share of the second network")
    expect(slider).to_be_focused()
    keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "100 %")
    widget.get_by_role("radio", name="ReLU").press("Space")
    expect(status).to_contain_text("ReLU, order and signs: the first network has become another")
    widget.get_by_text("The losses as a table").press("Enter")
    expect(widget.get_by_role("row")).to_have_count(22)
    assert visited.problems == []


def test_the_pointer_goes_along_the_line_and_the_axes_stay(opened):
    visited, widget = opened()
    picture = widget.locator(".line-picture")
    picture.scroll_into_view_if_needed()
    axes = widget.locator(".line-axes").bounding_box()
    box = picture.bounding_box()
    mouse, y = visited.page.mouse, box["y"] + 80
    mouse.move(axes["x"] + axes["width"] / 2, y)
    mouse.down()
    mouse.move(axes["x"] + axes["width"] * 0.75, y, steps=4)
    slider = widget.get_by_role("slider")
    expect(slider).to_have_value("15")
    expect(slider).to_be_focused()
    mouse.move(axes["x"] + axes["width"] + 40, y, steps=4)
    mouse.up()
    expect(slider).to_have_value("20")
    mouse.move(axes["x"] + axes["width"] / 2, y)  # moving alone does nothing
    expect(slider).to_have_value("20")
    assert widget.locator(".line-axes").bounding_box() == axes


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_fits_one_screen_and_nothing_moves(opened, language, width):
    visited, widget = opened(width=width, language=language, theme="dark")
    heights = [widget.bounding_box()["height"]]
    for key in ("Home", "ArrowRight", "End"):
        widget.get_by_role("slider").press(key)
        heights.append(widget.bounding_box()["height"])
    for radio in widget.get_by_role("radio").all():
        radio.press("Space")
        heights.append(widget.bounding_box()["height"])
    assert heights == heights[:1] * len(heights)
    assert heights[0] <= HIGHEST[width]
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    widget.locator("summary").click()
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


def test_it_speaks_chinese_on_a_chinese_page(opened):
    _, widget = opened(language="zh")
    widget.get_by_role("slider", name="第二个网络的比例").press("Home")
    expect(widget.get_by_role("status")).to_have_text(
        "tanh，训练后原样：在 0 % 处损失为 2.37。壁垒为 2.89。"
    )


@pytest.mark.parametrize("width", [1280, 360])
def test_in_its_chapter_it_is_shown_with_the_outcome_and_fits_on_one_screen(served, visit, width):
    visited = visit(f"{served}/{PAGE}", width=width)
    widget = visited.page.locator(".line-between")
    expect(widget).not_to_be_visible()
    prediction = visited.page.locator("#predict-align")
    prediction.get_by_role("button", name="Show me").click()
    expect(widget).to_be_visible()
    assert widget.bounding_box()["height"] <= HIGHEST[width]
    widget.get_by_role("radio", name="best order").press("Space")
    expect(widget.get_by_role("status")).to_contain_text("tanh, best order: at 50 %")
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


def test_without_javascript_the_chapter_has_its_picture(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = page.locator(".widget-static svg[aria-label*='line between two tanh networks']")
    expect(picture.first).to_be_attached()
