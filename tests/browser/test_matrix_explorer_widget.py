"""The matrix explorer on a page: by keyboard and pointer, narrow, dark, in Chinese, no errors."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import COLUMN, HIGHEST, WIDE
from tying.widgets.matrix_explorer import MatrixExplorer

PAGE = "notebooks/mechanisms/structured-matrices.html"


@pytest.fixture
def opened(open_alone):
    """``opened(widget, language="en", **screen)``: a page with the widget alone, and the widget."""

    def open_(widget=None, width=WIDE, **screen):
        return open_alone(
            widget or MatrixExplorer(),
            ".matrix-explorer",
            width=width,
            column=COLUMN[width],
            **screen,
        )

    return open_


def slider(widget, label):
    return widget.get_by_role("slider", name=label, exact=True)


def lit(widget) -> int:
    """How many entries of the matrix are marked."""
    return widget.locator(".is-matrix .matrix-outline.is-chosen").count()


def test_it_opens_with_a_weight_in_every_row(opened):
    visited, widget = opened()
    assert lit(widget) == 6
    expect(widget.locator(".tied-seen")).to_contain_text(
        "Weight a stands in 6 of 6 rows, once in each."
    )
    total = MatrixExplorer().answer()["gradient"][0]
    expect(widget.locator(".matrix-sum")).to_contain_text("(6 terms)")
    expect(widget.locator(".matrix-sum")).to_contain_text(f"= {total:g}".replace("-", "−"))
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_every_control_works_by_keyboard(opened):
    visited, widget = opened()
    widget.get_by_role("radio", name="valid").focus()
    visited.page.keyboard.press("ArrowRight")
    expect(widget.get_by_role("radio", name="same")).to_be_checked()
    expect(widget.locator(".is-matrix > p")).to_have_text(
        "Matrix: 20 rows (outputs), 20 columns (pixels)"
    )
    assert lit(widget) == 12  # a corner weight meets padding in eight rows
    slider(widget, "Weight").press("End")
    expect(slider(widget, "Weight")).to_have_attribute("aria-valuetext", "weight i")
    slider(widget, "Value").press("Home")
    expect(widget.locator(".is-kernel text.is-chosen")).to_have_text("i −3")
    slider(widget, "Output").press("End")
    expect(slider(widget, "Output")).to_have_attribute("aria-valuetext", "row 3, column 4")
    widget.get_by_role("radio", name="2", exact=True).focus()
    visited.page.keyboard.press("Space")
    expect(slider(widget, "Output")).to_have_value("5")  # it stays inside
    widget.get_by_role("radio", name="shared").focus()
    visited.page.keyboard.press("ArrowRight")
    expect(widget.locator('.is-matrix[data-role="separate"]')).to_be_visible()
    assert visited.problems == []


def test_the_pointer_touches_weights_outputs_and_entries(opened):
    _, widget = opened()
    widget.locator(".is-kernel rect.is-weight").nth(4).click()
    expect(slider(widget, "Weight")).to_have_value("4")
    widget.locator(".is-outputs rect.is-output").nth(5).click()
    expect(slider(widget, "Output")).to_have_value("5")
    widget.locator(".is-matrix rect.is-weight").nth(9 + 2).click()  # the third weight of row 2
    expect(slider(widget, "Weight")).to_have_value("2")
    expect(slider(widget, "Output")).to_have_value("1")
    widget.locator(".is-matrix rect.is-zero").last.click()  # a zero chooses the row alone
    expect(slider(widget, "Weight")).to_have_value("2")
    expect(widget.get_by_role("status")).to_contain_text("Weight c stands in 6 of 6 rows")


def test_without_sharing_a_weight_stands_in_one_row(opened):
    _, widget = opened(MatrixExplorer("same", weight=4, output=7))
    assert lit(widget) == 20
    widget.get_by_role("radio", name="a copy each").click()
    assert lit(widget) == 1
    expect(widget.locator(".tied-seen")).to_contain_text("stands in this row alone")
    expect(widget.locator(".is-kernel > p")).to_have_text("Copy for this output")
    expect(slider(widget, "Start value of all copies")).to_have_value("3")
    slider(widget, "Weight").press("Home")
    slider(widget, "Output").press("Home")
    assert lit(widget) == 0
    expect(widget.locator(".tied-seen")).to_contain_text("meets only padding")


def test_the_table_has_every_weight(opened):
    _, widget = opened(MatrixExplorer("same"))
    widget.get_by_text("The weights as a table").click()
    rows = widget.get_by_role("row").all()
    assert len(rows) == 10
    cells = [cell.inner_text() for cell in rows[5].locator("th, td").all()]
    assert cells[:3] == ["e", "3", "20"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("padding", ["same", "full"])
def test_it_fits_one_screen(opened, language, width, padding):
    widget = MatrixExplorer(padding, weight=4, output=3)
    visited, widget = opened(widget, width=width, language=language)
    assert widget.bounding_box()["height"] <= HIGHEST[width]
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    widget.locator("summary").click()
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_weight_is_known_by_its_letter_and_the_row_by_its_dashes(opened):
    _, widget = opened(theme="dark")
    assert widget.locator(".is-matrix text.is-weight").all_text_contents()[:9] == [*"abcdefghi"]
    dashes = widget.locator(".is-matrix .matrix-outline.is-row").evaluate(
        "node => getComputedStyle(node).strokeDasharray"
    )
    assert dashes != "none"


def test_it_speaks_chinese(opened):
    visited, widget = opened(language="zh")
    expect(widget.locator(".tied-seen")).to_contain_text("权重 a 出现在 6 行中的 6 行")
    assert not re.search(r"[a-z]{4,}", widget.inner_text())
    assert visited.problems == []


def test_without_javascript_the_chapter_has_its_picture(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = page.locator(".widget-static svg[aria-label*='kernel of nine weights']").first
    expect(picture).to_be_visible()
