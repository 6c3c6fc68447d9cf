"""A code that is turned: by keyboard and pointer, narrow, dark, Chinese, and its height."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tying.widgets.orbit import Orbit

PAGE = "notebooks/mechanisms/symmetry-and-identifiability.html"


@pytest.fixture
def opened(open_alone):
    """``opened(compare=True, width=360, language="zh")``: the visit, and the widget."""

    def open_(
        width: int = 860, theme: str = "light", language: str = "en", column: int = 830, **setting
    ):
        screen = {"width": width, "theme": theme, "language": language, "column": column}
        return open_alone(Orbit(**setting), ".orbit", **screen)

    return open_


def path(widget: Locator, plane: int, kind: str) -> str:
    picture = widget.locator(".orbit-picture").nth(plane)
    return picture.locator(f'.orbit-line[data-kind="{kind}"]').get_attribute("d") or ""


def test_it_opens_turned_and_the_output_lies_on_the_one_before(opened):
    visited, widget = opened()
    assert path(widget, 0, "now") != path(widget, 0, "before")
    assert path(widget, 1, "now") == path(widget, 1, "before")
    expect(widget.get_by_role("status")).to_contain_text("drag the knob on the ring")
    expect(widget.get_by_role("radio")).to_have_count(0)
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_all_is_done_by_keyboard(opened):
    visited, widget = opened(compare=True, angle=0)
    status, keyboard = widget.get_by_role("status"), visited.page.keyboard
    widget.get_by_role("radio", name="linear").focus()
    keyboard.press("ArrowRight")
    expect(widget.get_by_role("radio", name="tanh")).to_be_checked()
    keyboard.press("Tab")
    keyboard.press("Tab")
    slider = widget.get_by_role("slider", name="Rotation of the code")
    expect(slider).to_be_focused()
    keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "5°")
    expect(status).to_contain_text("tanh, 5°: the output changes by 0.")
    for _ in range(17):
        keyboard.press("ArrowRight")
    expect(status).to_have_text("tanh, 90°: the output stands still.")
    widget.get_by_role("radio", name="ReLU").press("Space")
    expect(status).to_contain_text("ReLU, 90°: the output changes by")
    widget.get_by_role("radio", name="on: sign of unit 2").press("Space")
    expect(status).to_have_text("ReLU, 90° with a mirror: the output stands still.")
    assert widget.locator(".orbit-change .orbit-still").count() == 1
    widget.get_by_text("All numbers as a table").press("Enter")
    expect(widget.get_by_role("table")).to_contain_text("unit 2")
    assert visited.problems == []


def test_the_knob_is_dragged_and_the_planes_stay(opened):
    visited, widget = opened(angle=0)
    picture = widget.locator(".orbit-picture").first
    picture.scroll_into_view_if_needed()
    before = path(widget, 1, "now")
    frame = widget.locator(".orbit-plane").first.bounding_box()
    knob = widget.locator(".orbit-knob").bounding_box()
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    mouse = visited.page.mouse
    mouse.move(knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2)
    mouse.down()
    mouse.move(x + 80, y - 80, steps=4)
    mouse.move(x, y - 100, steps=4)
    mouse.up()
    slider = widget.get_by_role("slider")
    expect(slider).to_have_value("90")
    expect(slider).to_be_focused()
    expect(widget.get_by_role("status")).to_have_text("linear, 90°: the output stands still.")
    assert path(widget, 1, "now") == before
    assert widget.locator(".orbit-plane").first.bounding_box() == frame
    mouse.move(x - 50, y)  # moving alone does nothing
    expect(slider).to_have_value("90")


@pytest.mark.parametrize("compare", [False, True])
@pytest.mark.parametrize(("width", "column", "most"), [(1280, 830, 640), (360, 344, 900)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_fits_one_screen_and_nothing_moves(opened, compare, width, column, most, language):
    visited, widget = opened(width, "dark", language, column, compare=compare)
    heights = []
    for key in ("Home", "ArrowRight", "End"):
        widget.get_by_role("slider").press(key)
        heights.append(widget.bounding_box()["height"])
    if compare:
        for radio in widget.get_by_role("radio").all():
            radio.press("Space")
            heights.append(widget.bounding_box()["height"])
    assert heights == heights[:1] * len(heights)
    assert heights[0] <= most
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


def test_it_speaks_chinese_on_a_chinese_page(opened):
    _, widget = opened(language="zh", compare=True)
    widget.get_by_role("slider", name="编码的旋转").press("Home")
    expect(widget.get_by_role("status")).to_have_text("线性，0°：输出不动。")


@pytest.mark.parametrize(("width", "most"), [(1280, 640), (360, 900)])
def test_in_its_chapter_it_is_shown_with_the_outcome_and_fits_on_one_screen(
    served, visit, width, most
):
    visited = visit(f"{served}/{PAGE}", width=width)
    widgets = visited.page.locator(".orbit")
    for place, name in enumerate(("turned-code", "tanh-angles")):
        expect(widgets.nth(place)).not_to_be_visible()
        prediction = visited.page.locator(f"#predict-{name}")
        prediction.get_by_role("button", name="Show me").click()
        expect(widgets.nth(place)).to_be_visible()
        assert widgets.nth(place).bounding_box()["height"] <= most
    widgets.nth(1).get_by_role("slider").press("Home")
    status = widgets.nth(1).get_by_role("status")
    expect(status).to_have_text("tanh, 0°: the output stands still.")
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


def test_without_javascript_its_picture_says_what_it_shows(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    label = page.locator(".widget-static svg[role=img]").first.get_attribute("aria-label") or ""
    assert "outputs of the linear network lie exactly on those before" in label
