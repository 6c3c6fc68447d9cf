"""The shifted digit on a page: by keyboard and pointer, narrow, dark, in Chinese, no errors."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import COLUMN, HIGHEST, WIDE
from tying.plotting.palette import DARK, LIGHT
from tying.widgets.shifted_digit import ShiftedDigit

PAGE = "notebooks/principles/convolution-as-sharing.html"


@pytest.fixture
def opened(open_alone):
    """``opened(widget, language="en", **screen)``: a page with the widget alone, and the widget."""

    def open_(widget, width=WIDE, **screen):
        return open_alone(widget, ".shifted-digit", width=width, column=COLUMN[width], **screen)

    return open_


def slider(widget, label):
    return widget.get_by_role("slider", name=label, exact=True)


def status(widget):
    return widget.locator(".tied-seen")


def squares(widget, panel: str) -> str:
    """All that is drawn in a panel, as paths."""
    paths = widget.locator(".shifted-panel").filter(has_text=panel).first.locator("path")
    return " ".join(path.get_attribute("d") or "" for path in paths.all()[1:])


def test_it_opens_where_zero_padding_shows_and_says_so(opened):
    visited, widget = opened(ShiftedDigit(padding="zeros", switches=["padding"]))
    expect(status(widget)).to_have_text(
        "Drag the zero. 8 down, 6 to the right: the two ways differ at 22 of 256 places. "
        "The error is 0.50."
    )
    expect(widget.get_by_text("zeros outside")).to_be_visible()
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_the_sliders_move_the_zero_and_map_and_difference_follow(opened):
    visited, widget = opened(ShiftedDigit((0, 0), padding="zeros"))
    before = squares(widget, "f(Sx)")
    slider(widget, "Rows down").press("ArrowRight")
    expect(slider(widget, "Rows down")).to_have_attribute("aria-valuetext", "1 down")
    expect(status(widget)).to_have_text(
        "1 down, 0 to the right: both ways give the same map. The error is 0."
    )
    assert squares(widget, "f(Sx)") != before
    assert squares(widget, "f(Sx)") == squares(widget, "S′f(x)")
    assert squares(widget, "Difference").strip() == ""
    for _ in range(7):
        visited.page.keyboard.press("ArrowRight")
    expect(status(widget)).to_contain_text("the two ways differ")
    assert squares(widget, "Difference").strip() != ""


def test_the_pointer_drags_the_zero_by_whole_pixels_around_the_ring(opened):
    visited, widget = opened(ShiftedDigit((0, 15)))
    box = widget.locator(".shifted-field").bounding_box()
    cell = box["width"] / 16
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = visited.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 2 * cell, y + 3 * cell, steps=4)
    expect(slider(widget, "Rows down")).to_have_value("3")
    expect(slider(widget, "Columns right")).to_have_value("1")  # 15 + 2, on a ring of 16
    mouse.up()
    mouse.move(x, y)
    expect(slider(widget, "Rows down")).to_have_value("3")  # only a press drags
    visited.page.keyboard.press("ArrowUp")  # the field has the focus
    visited.page.keyboard.press("ArrowLeft")
    visited.page.keyboard.press("ArrowLeft")
    expect(slider(widget, "Rows down")).to_have_value("2")
    expect(slider(widget, "Columns right")).to_have_value("15")
    assert visited.problems == []


def test_every_control_is_reached_by_tab(opened):
    visited, widget = opened(ShiftedDigit())
    widget.get_by_label("circular").focus()
    reached = []
    for _ in range(5):
        reached.append(
            visited.page.evaluate(
                "focusedElement().labels?.[0]?.textContent ?? focusedElement().textContent"
            )
        )
        visited.page.keyboard.press("Tab")
    assert reached == [
        "circular", "1", "Rows down", "Columns right", "The numbers as a table",
    ]  # fmt: skip


def test_at_stride_two_an_odd_shift_differs_and_an_even_one_does_not(opened):
    _, widget = opened(ShiftedDigit((0, 1), stride=2, switches=["stride"]))
    expect(status(widget)).to_contain_text("differ at 18 of 64 places. The error is 0.97.")
    assert widget.get_by_role("group", name="Padding").count() == 0
    slider(widget, "Columns right").press("ArrowRight")
    expect(status(widget)).to_contain_text("both ways give the same map")
    slider(widget, "Columns right").press("ArrowRight")
    widget.get_by_label("1", exact=True).press(" ")
    expect(status(widget)).to_contain_text("3 to the right: both ways give the same map")


def test_pooling_keeps_the_average_until_the_edge_is_seen(opened):
    _, widget = opened(ShiftedDigit(shown="pooled"))
    expect(status(widget)).to_contain_text(
        "At the marked place −1.375 → 0; maximum stays 3.5; average stays 0.072."
    )
    rings = [widget.locator(f".shifted-{name} >> nth=0") for name in ("before", "now")]
    assert rings[0].get_attribute("cx") != rings[1].get_attribute("cx")
    widget.get_by_label("zero", exact=True).press(" ")
    expect(status(widget)).to_contain_text("average 0.072 → 0.033")
    expect(widget.locator(".shifted-number").last).to_contain_text("0.072 → 0.033")


def test_the_table_has_the_numbers(opened):
    _, widget = opened(ShiftedDigit(padding="zeros"))
    widget.get_by_text("The numbers as a table").click()
    rows = widget.get_by_role("row").all()
    numbers = [row.locator("th, td").last.inner_text() for row in rows[1:]]
    assert numbers[2:4] == ["0.505", "22"]


def test_a_drag_is_announced_once(opened):
    visited, widget = opened(ShiftedDigit((0, 0)))
    live = widget.get_by_role("status")
    said = live.inner_text()
    for _ in range(4):
        slider(widget, "Rows down").press("ArrowRight")
    assert live.inner_text() == said
    expect(live).to_contain_text("4 down")
    assert visited.problems == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("shown", ["ways", "pooled"])
def test_it_fits_one_screen(opened, shown, width):
    visited, widget = opened(ShiftedDigit(shown=shown), width=width)
    assert widget.bounding_box()["height"] <= HIGHEST[width]
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    widget.get_by_text("The numbers as a table").click()
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_it_has_the_colours_of_the_theme(opened, theme, colours):
    _, widget = opened(ShiftedDigit(), theme=theme)
    fill = widget.locator(".shifted-filled").first.evaluate("node => getComputedStyle(node).fill")
    assert "#" + bytes(map(int, re.findall(r"\d+", fill))).hex() == colours["ink"]


def test_it_speaks_chinese(opened):
    visited, widget = opened(ShiftedDigit(padding="zeros"), language="zh", width=360)
    expect(status(widget)).to_have_text(
        "拖动这个零。 下移 8，右移 6：两种做法在 256 个位置中的 22 个不同。误差为 0.50。"
    )
    assert not re.search(r"[a-z]{4,}", widget.inner_text())
    assert widget.bounding_box()["height"] <= HIGHEST[360]
    assert visited.problems == []


def test_without_javascript_the_chapter_has_its_picture(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = page.locator(".widget-static svg[aria-label*='zero, moved']").first
    expect(picture).to_be_visible()
