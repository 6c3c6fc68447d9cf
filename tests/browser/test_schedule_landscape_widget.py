"""The landscape of a schedule: by keyboard and pointer, on a phone, dark, in Chinese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tying.plotting.palette import DARK
from tying.widgets.schedule_landscape import STARTS, ScheduleLandscape


@pytest.fixture
def opened(open_alone):
    """``opened(width=360, language="zh", **setting)``: the visit, and the widget as a locator."""

    def open_(width: int = 860, theme: str = "light", language: str = "en", **setting):
        screen = {"width": width, "theme": theme, "language": language}
        return open_alone(ScheduleLandscape(**setting), ".sl", **screen)

    return open_


def press(widget: Locator, name: str) -> None:
    widget.get_by_role("button", name=name, exact=True).click()


def dots(widget: Locator, end: str) -> int:
    return widget.locator(f'.sl-panel .sl-dot[data-end="{end}"]').count()


def test_it_opens_at_the_start_and_goes_through_the_training(opened):
    visited, widget = opened()
    expect(widget.get_by_role("status")).to_contain_text("Where do the dots end?")
    assert dots(widget, "good") + dots(widget, "bad") == 2 * STARTS
    first = widget.locator(".sl-dot").first.get_attribute("transform")
    press(widget, "Forward")
    expect(widget.get_by_role("status")).to_contain_text("After 750 steps: λ = 0.0013.")
    press(widget, "To the start")
    assert widget.locator(".sl-dot").first.get_attribute("transform") == first
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_another_way_shows_its_end(opened):
    _, widget = opened()
    widget.get_by_role("radio", name="100 always").check()
    expect(widget.get_by_role("status")).to_contain_text("After 30,000 steps, near the best value")
    always = re.findall(r"(\d+) of 60", widget.get_by_role("status").inner_text())
    widget.get_by_role("radio", name="from 0.001").check()
    expect(widget.get_by_role("status")).to_contain_text("0 of 60 in B")
    raised = re.findall(r"(\d+) of 60", widget.get_by_role("status").inner_text())
    assert int(raised[0]) > int(always[0]) and int(always[1]) > 50


def test_twice_the_steps_turn_a_win_into_a_loss(opened):
    _, widget = opened(way="rest", ways=["rest"])
    slider = widget.get_by_role("slider", name="Number of steps")
    slider.press("ArrowRight")
    expect(widget.get_by_role("status")).to_contain_text("After 40,000 steps")
    expect(widget.get_by_role("status")).to_contain_text("60 of 60 in B")
    slider.press("End")
    expect(widget.get_by_role("status")).to_contain_text("After 60,000 steps")
    expect(widget.get_by_role("status")).to_contain_text("0 of 60 in B")


def test_all_is_done_by_keyboard(opened):
    visited, widget = opened()
    keyboard = visited.page.keyboard
    widget.get_by_role("radio").nth(1).focus()
    keyboard.press("Tab")
    expect(widget.get_by_role("slider")).to_be_focused()
    for _ in range(3):
        keyboard.press("Tab")
    keyboard.press("Enter")  # forward
    expect(widget.get_by_role("status")).to_contain_text("After 750 steps")
    widget.get_by_text("The ends as a table").press("Enter")
    expect(widget.get_by_role("table")).to_contain_text("0.91")


def test_it_plays_where_motion_is_welcome(opened):
    visited, widget = opened(steps=10_000)
    visited.page.emulate_media(reduced_motion="no-preference")
    visited.page.reload()
    widget.get_by_role("button", name="Play").click()
    expect(widget.get_by_role("status")).to_contain_text("After 10,000 steps", timeout=12_000)


@pytest.mark.parametrize(("width", "most"), [(860, 640), (360, 900)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_fits_on_one_screen_and_nothing_moves_when_it_says_something_else(
    opened, width, most, language
):
    visited, widget = opened(width, language=language)
    plane = widget.locator(".sl-panel").first
    place = plane.bounding_box()
    slider = widget.get_by_role("slider")
    for key in ("End", "Home"):
        slider.press(key)
        assert plane.bounding_box() == place
    assert widget.bounding_box()["height"] <= most
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


def test_in_the_dark_dots_have_the_colours_of_the_dark_page(opened):
    _, widget = opened(theme="dark")
    colour = widget.locator('.sl-panel .sl-dot[data-end="good"]').first.evaluate(
        "node => getComputedStyle(node).fill"
    )
    expected = [int(DARK["pooled"][k : k + 2], 16) for k in (1, 3, 5)]
    assert [int(part) for part in re.findall(r"\d+", colour)] == expected


def test_in_a_chinese_page_it_speaks_chinese(opened):
    _, widget = opened(language="zh")
    widget.get_by_role("slider").press("Home")
    expect(widget.get_by_role("status")).to_contain_text("步之后")
    assert not re.search(r"[A-Za-z]{4,}", widget.inner_text().replace("torch", ""))
