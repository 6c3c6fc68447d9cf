"""The average over shifts on a page: keyboard, pointer, narrow, dark, in Chinese, no errors."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import COLUMN, HIGHEST, WIDE
from tying.widgets.shift_average import ShiftAverage

PAGE = "notebooks/mechanisms/structured-matrices.html"


@pytest.fixture
def opened(open_alone):
    """``opened(widget, language="en", **screen)``: a page with the widget alone, and the widget."""

    def open_(widget=None, width=WIDE, **screen):
        return open_alone(
            widget or ShiftAverage(), ".shift-average", width=width, column=COLUMN[width], **screen
        )

    return open_


def marked(widget) -> list[str]:
    """The numbers of the average that are marked."""
    return widget.locator(".average-part >> nth=1").locator("text.is-marked").all_text_contents()


def test_forward_to_the_end_makes_the_marked_entries_equal(opened):
    visited, widget = opened()
    assert len(set(marked(widget))) > 1
    forward = widget.get_by_role("button", name="Forward")
    for n in range(2, 7):
        forward.click()
        expect(widget.locator(".average-head").nth(1)).to_have_text(f"Average of {n} (of 6)")
    assert len(marked(widget)) == 6 and len(set(marked(widget))) == 1
    expect(widget.get_by_role("status")).to_contain_text("The 6 marked entries are equal: 4.17.")
    expect(forward).to_have_attribute("aria-disabled", "true")
    widget.get_by_role("button", name="To the start").click()
    expect(widget.locator(".average-head").first).to_have_text("B")
    assert visited.problems == []


def test_every_control_works_by_keyboard(opened):
    visited, widget = opened()
    widget.get_by_role("radio", name="all").focus()
    visited.page.keyboard.press("ArrowRight")
    expect(widget.get_by_role("radio", name="every second")).to_be_checked()
    assert len(marked(widget)) == 3
    slider = widget.get_by_role("slider", name="Entry")
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "row 5, column 5")
    forward = widget.get_by_role("button", name="Forward")
    forward.press("Enter")
    expect(widget.locator(".average-head").first).to_have_text("B, moved by 2")
    forward.press("Space")
    expect(widget.locator(".average-head").nth(1)).to_have_text("Average of 3 (of 3)")
    assert len(set(marked(widget))) == 1


@pytest.mark.parametrize(
    ("name", "forward", "numbers", "rows"),
    [
        ("every second", 2, "3.33, 5", "rows 0, 2, 4 hold one kernel"),
        ("every third", 1, "4.5, 5.5, 2.5", "rows 2 and 5 a third"),
    ],
)
def test_fewer_shifts_leave_kernels_that_take_turns(opened, name, forward, numbers, rows):
    visited, widget = opened()
    widget.get_by_role("radio", name=name).focus()
    visited.page.keyboard.press("Space")
    for _ in range(forward):
        widget.get_by_role("button", name="Forward").click()
    said = widget.get_by_role("status")
    expect(said).to_contain_text(f"take turns: {numbers}.")
    expect(said).to_contain_text(rows)
    outlines = widget.locator(".average-part").nth(1).locator(".average-outline")
    dashes = {
        k: outlines.and_(widget.locator(f".is-group-{k}")).first.evaluate(
            "node => getComputedStyle(node).strokeDasharray"
        )
        for k in range(len(numbers.split(",")))
    }
    assert outlines.count() == 6
    assert len(set(dashes.values())) == len(dashes)  # without colour


def test_the_pointer_chooses_an_entry_in_either_matrix(opened):
    _, widget = opened()
    for part, entry in ((0, 8), (1, 35)):
        widget.locator(".average-part").nth(part).locator("rect.average-box").nth(entry).click()
        expect(widget.get_by_role("slider", name="Entry")).to_have_value(str(entry))


def test_the_table_has_the_average(opened):
    _, widget = opened(ShiftAverage(5))
    widget.get_by_text("The average as a table").click()
    rows = widget.get_by_role("row").all()
    cells = [[one.inner_text() for one in row.locator("td").all()] for row in rows[1:]]
    assert len(cells) == 6
    assert cells[1] == [cells[0][-1], *cells[0][:-1]]  # each row is the one above, moved


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_fits_one_screen(opened, language, width):
    visited, widget = opened(ShiftAverage(3), width=width, language=language, theme="dark")
    assert widget.bounding_box()["height"] <= HIGHEST[width]
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    widget.locator("summary").click()
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_speaks_chinese(opened):
    visited, widget = opened(language="zh")
    expect(widget.locator(".tied-seen")).to_contain_text("尚未取平均。标出的 6 个元素最多相差 9。")
    assert not re.search(r"[a-z]{4,}", widget.inner_text())
    assert visited.problems == []


def test_without_javascript_the_chapter_has_its_picture(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = page.locator(".widget-static svg[aria-label*='averages of it']").first
    expect(picture).to_be_attached()
