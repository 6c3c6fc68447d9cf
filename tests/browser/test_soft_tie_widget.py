"""The soft tie: by keyboard and pointer, on a phone, dark, in Chinese, without errors."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tying.plotting.palette import DARK
from tying.widgets.soft_tie import SoftTie


@pytest.fixture
def opened(open_alone):
    """``opened(width=360, language="zh", **setting)``: the visit, and the widget as a locator."""

    def open_(width: int = 860, theme: str = "light", language: str = "en", **setting):
        screen = {"width": width, "theme": theme, "language": language}
        return open_alone(SoftTie(**setting), ".st", **screen)

    return open_


def centre(widget: Locator, kind: str) -> tuple[float, float]:
    """The place of a mark in the plane, in pixels of the window."""
    box = widget.locator(f'.st-inside .st-mark[data-kind="{kind}"]').bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def slider(widget: Locator, name: str) -> Locator:
    return widget.get_by_role("slider", name=name)


def test_it_opens_between_the_observations_and_the_diagonal(opened):
    visited, widget = opened()
    expect(widget.get_by_role("status")).to_contain_text("Turn σ² down to 0")
    expect(widget).to_contain_text("θ₁/v₁ + θ₂/v₂ = 0.40/1 + 2.40/4 = 1.00")
    expect(widget).to_contain_text("λ = 1/(2σ²) = 0.1")
    expect(slider(widget, "Prior variance")).to_have_attribute(
        "aria-valuetext", "5: the values may differ by about 2.24"
    )
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_the_estimate_slides_on_the_line_to_the_hard_tie(opened):
    _, widget = opened()
    spread = slider(widget, "Prior variance")
    observed, tied = centre(widget, "separate"), centre(widget, "tied")
    for _ in range(4):
        spread.press("ArrowLeft")
        x, y = centre(widget, "pooled")
        share = (x - observed[0]) / (tied[0] - observed[0])
        assert y == pytest.approx(observed[1] + share * (tied[1] - observed[1]), abs=1)
    spread.press("Home")
    expect(widget.get_by_role("status")).to_contain_text("The tie is hard: both values are 0.80")
    expect(widget).to_contain_text("λ = 1/(2σ²) = ∞")
    assert centre(widget, "pooled") == pytest.approx(tied, abs=1)
    spread.press("End")
    expect(widget).to_contain_text("= 1.00")
    assert centre(widget, "pooled") == pytest.approx(observed, abs=1)


def test_all_is_done_by_keyboard(opened):
    visited, widget = opened()
    keyboard = visited.page.keyboard
    slider(widget, "Prior variance").focus()
    for name in ("Variance v₁", "Variance v₂", "Observation x₁", "Observation x₂"):
        keyboard.press("Tab")
        expect(slider(widget, name)).to_be_focused()
    keyboard.press("ArrowLeft")
    expect(slider(widget, "Observation x₂")).to_have_value("3.9")
    slider(widget, "Variance v₁").press("End")
    expect(widget.get_by_role("status")).to_contain_text("the first is the less certain one")
    slider(widget, "Observation x₂").focus()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(widget.get_by_role("table")).to_contain_text("share of the way")


def test_the_observations_are_dragged_and_the_axes_stay(opened):
    visited, widget = opened()
    fixed = widget.locator(".st-plane").bounding_box()
    x, y = centre(widget, "separate")
    mouse = visited.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 40, y + 20, steps=4)
    mouse.move(x + 900, y + 900, steps=4)  # beyond the end of their range
    mouse.up()
    expect(slider(widget, "Observation x₁")).to_have_value("5")
    expect(slider(widget, "Observation x₂")).to_have_value("-1")
    assert widget.locator(".st-plane").bounding_box() == fixed
    mouse.move(x, y)
    expect(slider(widget, "Observation x₁")).to_have_value("5")  # moving alone does nothing


@pytest.mark.parametrize("spread", [0.0, 1000.0])
@pytest.mark.parametrize("variance", [(0.2, 9.0), (9.0, 9.0)])
def test_at_the_extremes_there_is_a_picture(opened, spread, variance):
    visited, widget = opened(spread=spread, variance=variance, x=(5.0, -1.0))
    assert not re.search(r"NaN|undefined", widget.evaluate("one => one.outerHTML"))
    assert visited.problems == []


@pytest.mark.parametrize(("width", "most"), [(860, 640), (360, 900)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_fits_on_one_screen_and_nothing_moves_when_it_says_something_else(
    opened, width, most, language
):
    visited, widget = opened(width, language=language)
    spread = widget.get_by_role("slider").first
    place = spread.bounding_box()
    for key in ("Home", "ArrowRight", "End"):
        spread.press(key)
        assert spread.bounding_box() == place
    assert widget.bounding_box()["height"] <= most
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


def test_in_the_dark_marks_have_the_colours_of_the_dark_page(opened):
    _, widget = opened(theme="dark")
    colour = widget.locator('.st-inside .st-mark[data-kind="pooled"]').evaluate(
        "node => getComputedStyle(node).fill"
    )
    expected = [int(DARK["pooled"][k : k + 2], 16) for k in (1, 3, 5)]
    assert [int(part) for part in re.findall(r"\d+", colour)] == expected


def test_in_a_chinese_page_it_speaks_chinese(opened):
    _, widget = opened(language="zh")
    widget.get_by_role("slider").first.press("Home")
    expect(widget.get_by_role("status")).to_contain_text("硬绑定")
    assert not re.search(r"[A-Za-z]{4,}", widget.inner_text().replace("torch", ""))
