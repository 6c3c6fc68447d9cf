"""The widget of shrinkage: by keyboard and pointer, small enough, narrow, dark, in Chinese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import HIGHEST
from tying.plotting.palette import DARK, LIGHT
from tying.widgets.shrinkage import Shrinkage

CHAPTER = "notebooks/principles/what-data-can-tell.html"
FOCUSED = """() => {
  const { ariaLabel, labels, textContent } = focusedElement();
  return ariaLabel ?? labels?.[0]?.textContent ?? textContent;
}"""
TOO_WIDE = """root => [...root.querySelectorAll("*")].filter((one) => one.checkVisibility()
  && one.clientWidth && one.scrollWidth > one.clientWidth + 1
  && !one.closest(".tied-scroll, svg, .tied-spoken")).map((one) => one.outerHTML)"""
"""The greatest height of a widget, by the width of the window, in pixels."""


@pytest.fixture
def opened(open_alone):
    """``opened(width=360, theme="dark", language="zh")``: the visit, and the widget."""

    def open_(width: int = 800, theme: str = "light", language: str = "en", **setting):
        screen = {"width": width, "theme": theme, "language": language}
        return open_alone(Shrinkage(**setting), ".shrinkage", **screen)

    return open_


def handle(widget: Locator, k: int) -> Locator:
    return widget.get_by_role("slider", name=re.compile(rf"^(Value|True value) {k}$"))


def behind(widget: Locator) -> list[str]:
    """What stands behind the rows."""
    return [widget.locator(f'[data-row="{k}"] text').last.text_content() or "" for k in range(8)]


def share(widget: Locator) -> str | None:
    return widget.locator(".shrinkage-weight").text_content()


def press(widget: Locator, name: str) -> None:
    widget.get_by_role("button", name=name, exact=True).click()


def test_it_opens_with_a_question_and_arrows(opened):
    visited, widget = opened()
    expect(widget.get_by_role("status")).to_contain_text("Drag value 8 to the right.")
    assert share(widget) == "w = 0.36"
    expect(widget).to_contain_text("w = 5 v / S = 5 · 1 / 14 = 0.36")
    assert behind(widget)[7] == "2.17"
    assert widget.locator(".shrinkage-arrow[d*=L]").count() >= 2
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_a_value_far_away_makes_the_others_move_less_on_an_axis_that_stays(opened):
    _, widget = opened()
    ticks = widget.locator(".shrinkage-name text").all_text_contents()
    first = widget.locator('[data-row="0"] .shrinkage-estimate').get_attribute("transform")
    handle(widget, 8).press("End")
    expect(handle(widget, 8)).to_have_attribute("aria-valuetext", "5, moved to 4.18")
    expect(widget.get_by_role("status")).to_contain_text("w = 0.18: every estimate moves 18%")
    expect(widget.get_by_role("status")).to_contain_text("At the start it was 36%: now less.")
    assert widget.locator(".shrinkage-name text").all_text_contents() == ticks
    moved = widget.locator('[data-row="0"] .shrinkage-estimate').get_attribute("transform")
    assert moved == first
    expect(widget.locator(".shrinkage-cue")).to_be_hidden()
    handle(widget, 8).fill("0")
    expect(widget.get_by_role("status")).to_contain_text("They are tied.")
    assert share(widget) == "w = 1"
    assert set(behind(widget)) == {"−0.09"}


def test_everything_is_reached_and_worked_by_keyboard(opened):
    visited, widget = opened()
    keyboard = visited.page.keyboard
    handle(widget, 1).focus()
    names = []
    for _ in range(10):
        names.append(visited.page.evaluate(FOCUSED))
        keyboard.press("Tab")
    assert names == [
        *(f"Value {k}" for k in range(1, 9)),
        "Noise v, the variance of an error", "Your own eight numbers, and a table",
    ]  # fmt: skip
    handle(widget, 3).press("ArrowRight")
    expect(handle(widget, 3)).to_have_value("0.95")


def test_the_pointer_drags_a_value_and_no_other(opened):
    visited, widget = opened()
    before = [handle(widget, k).input_value() for k in range(1, 9)]
    box = handle(widget, 2).bounding_box()
    assert box
    mouse, y = visited.page.mouse, box["y"] + box["height"] / 2
    mark = widget.locator('[data-row="1"] .shrinkage-estimate').bounding_box()
    assert mark
    mouse.move(mark["x"] + mark["width"] / 2, y)
    mouse.down()
    mouse.move(box["x"] + box["width"] - 13, y, steps=4)
    mouse.up()
    after = [handle(widget, k).input_value() for k in range(1, 9)]
    assert after == [before[0], "5", *before[2:]]
    mark = widget.locator('[data-row="1"] .shrinkage-estimate').bounding_box()
    assert mark
    assert abs(mark["x"] + mark["width"] / 2 - (box["x"] + box["width"] - 13)) < 1.5


def test_the_noise_makes_the_share(opened):
    _, widget = opened()
    noise = widget.get_by_role("slider", name="Noise v")
    noise.press("Home")
    expect(widget).to_contain_text("w = 5 v / S = 5 · 0 / 14 = 0")
    expect(widget.get_by_role("status")).to_contain_text("hardly move")
    noise.press("End")
    expect(widget).to_contain_text("w = 1, since 5 v / S = 5 · 4 / 14 is more")
    expect(noise).to_have_attribute("aria-valuetext", "4: an error is about 2")


def test_true_values_are_measured_again_and_again(opened):
    visited, widget = opened(values=[0] * 7 + [4], truths=True)
    expect(widget.get_by_role("status")).to_contain_text("Who loses?")
    expect(handle(widget, 3)).to_have_attribute("aria-label", "True value 3")
    expect(widget.locator('[data-row="0"] .shrinkage-truth')).to_be_visible()
    expect(widget).to_contain_text("Mean squared error, 1 set")
    widget.get_by_role("button", name="Measure again").press("Enter")
    expect(widget.get_by_role("status")).to_contain_text("of 2 sets the eight together")
    widget.get_by_role("button", name="1,000 more times").press("Enter")
    expect(widget.get_by_role("status")).to_contain_text(
        re.compile(r"In [78]\d\d of 1,002 sets .* Larger error than separate: value 8\.")
    )
    assert [text[-1] == "▲" for text in behind(widget)] == [False] * 7 + [True]
    errors = [float(one) for one in widget.locator(".shrinkage-bars .tied-value").all_inner_texts()]
    assert abs(errors[0] - 1) < 4 * (2 / 8016) ** 0.5
    assert errors[1] < errors[0]
    handle(widget, 8).press("ArrowLeft")  # other true values: their sets are another matter
    expect(widget).to_contain_text("Mean squared error, 1 set")
    widget.get_by_text("Your own eight numbers").click()
    table = widget.get_by_role("table", name="The numbers of the picture")
    expect(table).to_contain_text("mean error², pooled")
    expect(table.get_by_role("row")).to_have_count(10)
    assert visited.problems == []


def test_own_numbers_are_typed_or_pasted_and_get_an_axis_of_their_own(opened):
    visited, widget = opened()
    widget.get_by_text("Your own eight numbers").click()
    field = widget.get_by_label("Eight numbers, typed or pasted")
    expect(field).to_have_value("-1.2  -0.5  0.9  -0.8  1.1  0.2  -0.4  3.2")
    field.fill("120 131 118 125 140 122 129")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(widget.get_by_role("status")).to_contain_text("Eight numbers are needed")
    expect(widget.get_by_role("status")).to_contain_text("here are 7")
    assert share(widget) == "w = 0.36"
    field.evaluate(
        """input => { input.value = "120, 131, 118, 125, 140, 122, 129, 133";
        input.dispatchEvent(new ClipboardEvent("paste", { bubbles: true })); }"""
    )
    expect(handle(widget, 5)).to_have_value("140")
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(widget.get_by_role("status")).not_to_contain_text("needed")
    expect(widget.locator(".shrinkage-name text").last).to_have_text("150")
    expect(widget).to_contain_text("w = 5 v / S = 5 · 25 / 384 = 0.33")
    table = widget.get_by_role("table", name="The numbers of the picture")
    expect(table.get_by_role("row")).to_have_count(10)
    expect(table).to_contain_text("140")
    assert visited.problems == []


@pytest.mark.parametrize("values", [[2.5] * 8, [0] * 8, [1e8 * k for k in range(8)]])
def test_at_the_extremes_there_is_a_picture(opened, values):
    visited, widget = opened(values=values, noise=0.0, truths=True)
    press(widget, "1,000 more times")
    assert not re.search(r"NaN|undefined|Infinity", widget.evaluate("one => one.outerHTML"))
    assert visited.problems == []


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_marks_have_the_colours_of_the_theme_and_differ_without_them(opened, theme, colours):
    _, widget = opened(theme=theme)
    shapes = set()
    for name, what in {"separate": "stroke", "pooled": "fill"}.items():
        mark = widget.locator(f'[data-row="7"] [data-role="{name}"]')
        painted = mark.evaluate(f"one => getComputedStyle(one).{what}")
        assert "#" + bytes(map(int, re.findall(r"\d+", painted))).hex() == colours[name]
        shapes.add(mark.get_attribute("d"))
    assert len(shapes) == 2


def test_in_chinese_no_english_is_left(opened):
    for truths in (False, True):
        visited, widget = opened(language="zh", truths=truths)
        hint = "测量 1,000 次" if truths else "把第 8 个值向右拖"
        expect(widget.get_by_role("status")).to_contain_text(hint)
        if truths:
            press(widget, "再测 1,000 次")
        handle_names = [one.get_attribute("aria-label") for one in widget.locator("input").all()]
        words = re.findall(r"[A-Za-z]{3,}", f"{widget.inner_text()} {handle_names}")
        assert set(words) <= {"None"}
        assert visited.problems == []


@pytest.mark.parametrize("width", sorted(HIGHEST))
def test_in_its_chapter_it_is_no_higher_than_a_screen_and_nothing_scrolls_sideways(
    served, visit, width
):
    visited = visit(f"{served}/{CHAPTER}", width=width)
    estimates, truths = visited.page.locator(".shrinkage").all()
    expect(estimates).to_be_hidden()  # until the question above it is answered
    expect(truths).to_be_hidden()
    show = visited.page.get_by_role("button", name="Show me")
    while show.count():
        show.first.click()
    press(truths, "1,000 more times")
    for widget in (estimates, truths):
        assert widget.bounding_box()["height"] <= HIGHEST[width]
        assert widget.evaluate(TOO_WIDE) == []
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
