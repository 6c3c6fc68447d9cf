"""Two outputs on a page: by keyboard and pointer, narrow, dark, in Chinese, no errors."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import COLUMN, HIGHEST, WIDE
from tying.widgets.two_outputs import TwoOutputs

PAGE = "notebooks/principles/convolution-as-sharing.html"


@pytest.fixture
def opened(open_alone):
    """``opened(widget, language="en", **screen)``: a page with the widget alone, and the widget."""

    def open_(widget=None, width=WIDE, **screen):
        return open_alone(
            widget or TwoOutputs(), ".two-outputs", width=width, column=COLUMN[width], **screen
        )

    return open_


def slider(widget, label):
    return widget.get_by_role("slider", name=label, exact=True)


def outputs(widget, layer: str) -> list[str]:
    return widget.locator(f'[data-layer="{layer}"] text.is-output').all_text_contents()


def kernels(widget, layer: str) -> list[str]:
    return widget.locator(f'[data-layer="{layer}"] text.is-weight').all_text_contents()


def test_it_opens_with_one_weight_changed_in_both_layers(opened):
    visited, widget = opened()
    assert "·" not in outputs(widget, "convolution")
    assert outputs(widget, "local") == ["+6", *["·"] * 15]
    assert len(kernels(widget, "convolution")) == 9  # one kernel
    assert len(kernels(widget, "local")) == 18  # two
    assert kernels(widget, "local")[:9] != kernels(widget, "local")[9:]
    expect(widget.locator(".tied-seen")).to_have_text(
        "Add to a weight. +1 to the weight in row 2, column 2. "
        "Convolution: 16 of 16 outputs change. Locally connected: only output A."
    )
    expect(widget).to_contain_text("9 weights, 144 multiply-adds")
    expect(widget).to_contain_text("144 weights, 144 multiply-adds")
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_from_one_kernel_two_lines_lead_to_two_outputs_from_two_kernels_one_each(opened):
    _, widget = opened()
    starts = {}
    for layer in ("convolution", "local"):
        lines = widget.locator(f'[data-layer="{layer}"] .outputs-line').all()
        starts[layer] = [(line.get_attribute("d") or "").split("L")[0] for line in lines]
    assert len(starts["convolution"]) == len(starts["local"]) == 2
    assert len(set(starts["convolution"])) == 1
    assert len(set(starts["local"])) == 2


def test_every_control_works_by_keyboard(opened):
    visited, widget = opened()
    slider(widget, "Add to a weight").focus()
    reached = []
    for _ in range(5):
        reached.append(
            visited.page.evaluate(
                "focusedElement().labels?.[0]?.textContent ?? focusedElement().textContent"
            )
        )
        visited.page.keyboard.press("Tab")
    assert reached == [
        "Add to a weight", "Which weight", "Output A", "Output B", "The changes as a table",
    ]  # fmt: skip
    slider(widget, "Output A").press("ArrowRight")
    expect(slider(widget, "Output A")).to_have_attribute("aria-valuetext", "row 1, column 2")
    assert outputs(widget, "local")[:2] == ["·", "+5"]
    slider(widget, "Which weight").press("Home")
    slider(widget, "Add to a weight").press("End")
    expect(widget.get_by_role("status")).to_contain_text("+2 to the weight in row 1, column 1.")
    assert outputs(widget, "local")[1] == "+2"  # twice the pixel 1
    slider(widget, "Add to a weight").press("ArrowLeft")
    slider(widget, "Add to a weight").press("ArrowLeft")
    expect(widget.get_by_role("status")).to_have_text("Nothing is added, so no output changes.")
    assert set(outputs(widget, "convolution")) == {"·"}


def test_the_pointer_picks_outputs_and_weights(opened):
    visited, widget = opened()
    box = widget.locator('[data-layer="convolution"] rect.is-output')
    box.nth(6).click()  # row 2, column 3 is nearer to A
    expect(slider(widget, "Output A")).to_have_value("6")
    expect(slider(widget, "Output B")).to_have_value("15")
    box.nth(11).click()  # row 3, column 4 is nearer to B
    expect(slider(widget, "Output B")).to_have_value("11")
    widget.locator('[data-layer="local"] rect.is-weight').nth(9 + 2).click()
    expect(slider(widget, "Which weight")).to_have_value("2")
    assert visited.problems == []


def test_outputs_change_places_where_they_meet(opened):
    _, widget = opened(TwoOutputs(a=4, b=5))
    slider(widget, "Output A").press("ArrowRight")
    expect(slider(widget, "Output A")).to_have_value("5")
    expect(slider(widget, "Output B")).to_have_value("4")


def test_the_table_has_every_change(opened):
    _, widget = opened()
    widget.get_by_text("The changes as a table").click()
    rows = widget.get_by_role("row").all()
    assert len(rows) == 17
    assert [cell.inner_text() for cell in rows[1].locator("th, td").all()] == [
        "row 1, column 1 (A)", "+6", "+6",
    ]  # fmt: skip
    assert [cell.inner_text() for cell in rows[16].locator("th, td").all()] == [
        "row 4, column 4 (B)", "+2", "0",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_fits_one_screen(opened, language, width):
    visited, widget = opened(width=width, language=language)
    assert widget.bounding_box()["height"] <= HIGHEST[width]
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    widget.locator("summary").click()
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width


def test_separate_and_tied_are_told_apart_without_colour(opened):
    _, widget = opened(theme="dark")
    dashes = [
        widget.locator(f'[data-layer="{layer}"] .outputs-line >> nth=0').evaluate(
            "node => getComputedStyle(node).strokeDasharray"
        )
        for layer in ("convolution", "local")
    ]
    assert dashes[0] == "none"
    assert dashes[1] != "none"


def test_it_speaks_chinese(opened):
    visited, widget = opened(language="zh")
    expect(widget.locator(".tied-seen")).to_contain_text("卷积：16 个输出中有 16 个改变。")
    assert not re.search(r"[a-z]{4,}", widget.inner_text())
    assert visited.problems == []


def test_without_javascript_the_chapter_has_its_picture(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = page.locator(".widget-static svg[aria-label*='output']").first
    expect(picture).to_be_visible()
