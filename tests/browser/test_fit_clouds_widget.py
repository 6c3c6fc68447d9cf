"""The clouds of fits: by keyboard and pointer, on a phone, dark, in Chinese, without errors."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tying.plotting.palette import DARK
from tying.widgets.fit_clouds import LIMITS, FitClouds

SETS = LIMITS["sets"][1]


@pytest.fixture
def opened(open_alone):
    """``opened(width=360, language="zh", **setting)``: the visit, and the widget as a locator."""

    def open_(width: int = 860, theme: str = "light", language: str = "en", **setting):
        screen = {"width": width, "theme": theme, "language": language}
        return open_alone(FitClouds(**setting), ".fc", **screen)

    return open_


def length(widget, kind: str) -> float:
    """Pixels from the truth to the mean of a kind."""
    box = [
        widget.locator(selector).bounding_box()
        for selector in (".fc-inside .fc-cross", f'.fc-inside .fc-mean[data-kind="{kind}"]')
    ]
    (x0, y0), (x1, y1) = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in box]
    return ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5


def dots(widget, kind: str) -> int:
    return widget.locator(f'.fc-dots .fc-mark[data-kind="{kind}"]').count()


def test_it_asks_which_of_two_arrows_stays_and_shows_it(opened):
    visited, widget = opened(counts=False)
    expect(widget.get_by_role("status")).to_contain_text("After 10 sets neither mean is on the")
    expect(widget.get_by_role("status")).to_contain_text("Which arrow stays?")
    assert dots(widget, "separate") == dots(widget, "tied") == 10
    assert length(widget, "separate") == pytest.approx(length(widget, "tied"), rel=0.15)
    ten = widget.get_by_role("button", name="Draw 10 sets")
    for _ in range(9):
        ten.click()
    expect(widget.get_by_role("status")).to_contain_text("100 training sets. Arrows")
    assert dots(widget, "separate") == dots(widget, "tied") == 100
    assert length(widget, "separate") < length(widget, "tied") / 3
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_where_it_counts_it_opens_with_the_count(opened):
    _, widget = opened(h=0.6)
    status = widget.get_by_role("status")
    expect(status).to_contain_text("10 training sets. The tied fit is nearer to the truth in")
    expect(status).to_contain_text("(40 % are expected)")
    expect(status).to_contain_text("Move h, or drag the truth.")
    ten = widget.get_by_role("button", name="Draw 10 sets")
    for _ in range(9):
        ten.click()
    expect(status).to_contain_text("The tied fit is nearer to the truth in 4")
    expect(status).to_contain_text("(40 % are expected)")


@pytest.mark.parametrize("width", [860, 720, 360])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("counts", [True, False])
def test_nothing_moves_when_it_says_something_else(opened, width, language, counts):
    _, widget = opened(width, language=language, counts=counts, sets=1)
    slider = widget.get_by_role("slider")
    ten = widget.get_by_role("button").first
    places = []

    def look() -> None:
        places.append([one.bounding_box()["y"] for one in (slider, ten)])

    look()
    for key in ("End", "ArrowLeft", "Home"):
        slider.press(key)
        look()
    for _ in range(12):
        ten.click()
        look()
    slider.press("End")
    look()
    assert places == places[:1] * len(places)


def test_all_is_done_by_keyboard(opened):
    visited, widget = opened()
    keyboard = visited.page.keyboard
    widget.get_by_role("button", name="Draw 10 sets").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Space")
    assert dots(widget, "tied") == 21
    for _ in range(3):
        keyboard.press("Tab")
    slider = widget.get_by_role("slider")
    expect(slider).to_be_focused()
    keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "true weights 1 and −1")
    expect(widget.get_by_role("status")).to_contain_text("1.50 for tied fits: separate has")
    keyboard.press("Tab")
    keyboard.press("Enter")
    table = widget.get_by_role("table")
    expect(table).to_contain_text("mean of weight 2")
    expect(table.get_by_role("row", name="risk")).to_contain_text("1.500")


def test_the_truth_is_dragged_and_the_axes_and_the_tied_fits_stay(opened):
    visited, widget = opened()
    mean = widget.locator('.fc-inside .fc-mean[data-kind="tied"]')
    fixed = [mean, widget.locator(".fc-plane")]
    handle = widget.locator(".fc-truth > circle")
    handle.scroll_into_view_if_needed()
    before = [one.bounding_box() for one in fixed]
    box = handle.bounding_box()
    x, y, mouse = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, visited.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 200, y + 200, steps=5)  # beyond the end of its way
    mouse.up()
    expect(widget.get_by_role("slider")).to_have_value("1")
    assert [one.bounding_box() for one in fixed] == before
    mouse.move(x, y)
    expect(widget.get_by_role("slider")).to_have_value("1")  # moving alone does nothing


def test_where_a_prediction_asks_for_the_count_it_does_not_tell_it(opened):
    _, widget = opened(counts=False)
    widget.get_by_role("button", name="Draw 10 sets").click()
    expect(widget.get_by_role("status")).to_contain_text("20 training sets. Arrows: separate")
    widget.get_by_role("slider").press("End")
    expect(widget.get_by_role("status")).to_have_text(
        "With true weights 1 and −1 the risk in theory is 1 for separate fits "
        "and 1.50 for tied fits: separate has the lower risk."
    )


def test_when_all_sets_are_drawn_the_button_says_so(opened):
    _, widget = opened(sets=SETS - 1)
    widget.get_by_role("button", name="Draw 10 sets").click()
    drawn = widget.get_by_role("button", name=f"All {SETS} drawn")
    expect(drawn).to_have_attribute("aria-disabled", "true")
    drawn.press("Enter")  # it keeps the focus and does nothing
    assert dots(widget, "separate") == SETS
    widget.get_by_role("button", name="Start again").click()
    assert dots(widget, "separate") == 1
    expect(widget.get_by_role("status")).to_contain_text("One training set")
    expect(widget.locator(".fc-circle[data-kind=tied]").first).to_have_attribute("r", "0.0")


def test_sets_arrive_one_after_the_other_where_motion_is_welcome(opened):
    visited, widget = opened()
    visited.page.emulate_media(reduced_motion="no-preference")
    widget.get_by_role("button", name="Draw 10 sets").click()
    assert dots(widget, "tied") < 20
    expect(widget.locator('.fc-dots .fc-mark[data-kind="tied"]')).to_have_count(20)
    visited.page.wait_for_timeout(200)
    assert dots(widget, "tied") == 20
    widget.get_by_role("button", name="Draw 100").click()
    expect(widget.locator('.fc-dots .fc-mark[data-kind="tied"]')).to_have_count(120, timeout=4000)


@pytest.mark.parametrize(("width", "most"), [(860, 640), (360, 900)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_fits_on_one_screen(opened, width, most, language):
    visited, widget = opened(width, language=language)
    widget.get_by_role("button").first.click()
    assert widget.bounding_box()["height"] <= most
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


def test_in_the_dark_marks_have_the_colours_of_the_dark_page(opened):
    _, widget = opened(theme="dark")
    colour = widget.locator('.fc-mean[data-kind="tied"]').first.evaluate(
        "node => getComputedStyle(node).fill"
    )
    expected = [int(DARK["tied"][k : k + 2], 16) for k in (1, 3, 5)]
    assert [int(part) for part in re.findall(r"\d+", colour)] == expected


def test_in_a_chinese_page_it_speaks_chinese(opened):
    _, widget = opened(language="zh")
    widget.get_by_role("button", name="抽取 10 个").click()
    expect(widget.get_by_role("status")).to_contain_text("20 个训练集")
    assert not re.search(r"[A-Za-z]{4,}", widget.inner_text().replace("torch", ""))


@pytest.mark.parametrize(("width", "most"), [(1280, 640), (360, 900)])
def test_in_its_chapter_it_fits_on_one_screen_once_the_prediction_is_made(
    served, visit, width, most
):
    visited = visit(f"{served}/notebooks/principles/bias-and-variance.html", width=width)
    widget = visited.page.locator(".fc").first
    expect(widget).not_to_be_visible()
    visited.page.locator("#predict-average-fit").get_by_role("button", name="Show me").click()
    widget.get_by_role("button", name="Draw 10 sets").click()
    expect(widget.get_by_role("status")).to_contain_text("20 training sets. Arrows")
    assert widget.bounding_box()["height"] <= most
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []
