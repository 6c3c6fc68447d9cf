"""The story of a tie on its pages: by keyboard and pointer, narrow, dark, in Chinese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tying.plotting.palette import DARK, LIGHT
from tying.widgets.tie_story import TieStory
from tying.widgets.tie_story.story import STORIES

PAGES = {
    "counts": "notebooks/principles/counting-parameters.html",
    "survival": "notebooks/principles/ties-and-aliases.html",
}
TALLEST = {1280: 640, 360: 900}  # pixels of height, by the width of the window
KINDS = ["tied", "tied", "an alias", "separate", "tied", "separate"]


@pytest.fixture
def opened(open_widget):
    """``opened(name)``: a page with the story alone, and the widget as a locator.

    ``opened(name, width=360)``, with anything about the screen: its page of the book.
    """

    def open_story(name: str, **screen):
        return open_widget(TieStory(name), ".tie-story", PAGES[name], **screen)

    return open_story


def counts(widget: Locator) -> list[str]:
    return widget.locator(".ledger-number").all_inner_texts()


def status(widget: Locator) -> Locator:
    return widget.get_by_role("status")


def button(widget: Locator, name: str) -> Locator:
    return widget.get_by_role("button", name=re.compile(rf"^{name}"))


def test_an_answer_by_pointer_does_the_step_and_tells_what_came(opened):
    visited, widget = opened("counts")
    assert counts(widget) == ["36", "36", "36", "36"]
    expect(widget.locator(".is-object .ledger-main")).to_have_text(["A", "B = A", "C"])
    button(widget, "all four").click()
    expect(status(widget)).to_have_text("Your answer: all four. Right: stored and by object.")
    assert counts(widget) == ["20", "20", "36", "36"]
    expect(widget.locator(".is-object .ledger-main")).to_have_text(["A", "B"])
    expect(widget.locator(".ledger-canvas path[data-role=tied]")).to_have_count(3)
    expect(widget.locator(".is-right")).to_have_text(re.compile("stored and by object"))
    button(widget, "only stored").press("Enter")  # the step is answered already
    expect(status(widget)).to_have_text("Your answer: all four. Right: stored and by object.")
    button(widget, "Next").click()
    button(widget, "only by use").click()
    expect(status(widget)).to_have_text("Right: only by use.")
    assert counts(widget) == ["20", "20", "36", "52"]
    button(widget, "Back").click()
    assert counts(widget) == ["20", "20", "36", "36"]
    assert visited.problems == []


def test_the_arrow_keys_lead_through_the_story_and_keep_the_focus(opened):
    visited, widget = opened("survival")
    keyboard = visited.page.keyboard
    button(widget, "alias").focus()
    keyboard.press("Enter")
    expect(status(widget)).to_have_text("Your answer: an alias. Right: tied.")
    for kind in KINDS[1:]:
        keyboard.press("ArrowRight")
        keyboard.press("ArrowRight")
        expect(status(widget)).to_have_text(f"The answer: {kind}.")
    expect(button(widget, "alias")).to_be_focused()
    keyboard.press("ArrowRight")  # the end leads to the start
    expect(widget).to_contain_text("Step 1 of 6")
    keyboard.press("ArrowLeft")
    expect(widget).to_contain_text("Step 1 of 6")
    expect(button(widget, "Back")).to_have_attribute("aria-disabled", "true")
    assert visited.problems == []


def test_lines_part_at_the_object_and_then_at_the_storage(opened):
    _, widget = opened("survival")
    drawn = []
    for _ in range(6):
        button(widget, "Show me").click()
        boxes = [widget.locator(f".is-{kind}").count() for kind in ("slot", "object", "storage")]
        drawn.append((*boxes, *counts(widget)))
        onwards = widget.locator(".story-on")
        if onwards.inner_text() == "Next":
            onwards.click()
    tie, alias, separate = (2, 1, 1, "64", "64"), (2, 2, 1, "64", "128"), (2, 2, 2, "128", "128")
    assert drawn == [tie, tie, alias, separate, tie, separate]


def test_nothing_tells_the_answer_before_it_is_given(opened):
    _, widget = opened("survival", width=1280)
    expect(widget.locator(".is-right")).to_have_count(0)
    expect(widget.locator(".story-reason")).to_be_empty()
    assert widget.locator('[aria-pressed="true"]').count() == 0
    expect(widget.locator('[data-source="build"]')).to_be_visible()


@pytest.mark.parametrize("width", TALLEST)
@pytest.mark.parametrize("name", STORIES)
def test_it_fits_the_screen_in_every_state_and_stays_where_it_is(opened, name, width):
    visited, widget = opened(name, width=width)
    heights, tops = set(), set()
    for _ in range(2 * len(STORIES[name].steps)):
        box, picture = (one.bounding_box() for one in (widget, widget.locator(".ledger-canvas")))
        heights.add(round(box["height"]))
        tops.add(round(picture["y"] - box["y"]))
        widget.locator(".story-on").click()
    assert max(heights) <= TALLEST[width]
    assert len(tops) == len(heights) == 1, (heights, tops)
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_a_tie_has_the_colour_of_the_theme(opened, theme, colours):
    visited, widget = opened("survival", theme=theme)
    line = widget.locator(".ledger-canvas path[data-role=tied]").first
    stroke = line.evaluate("node => getComputedStyle(node).stroke")
    assert "#" + bytes(map(int, re.findall(r"\d+", stroke)[:3])).hex() == colours["tied"]
    assert visited.problems == []


def test_one_answer_is_announced_once_and_in_one_short_sentence(opened):
    visited, widget = opened("survival")
    status(widget).evaluate("""node => { globalThis.announced = [];
        new MutationObserver(() => announced.push(node.textContent))
          .observe(node, { childList: true, characterData: true, subtree: true }); }""")
    button(widget, "tied").press("Enter")
    visited.page.wait_for_timeout(400)
    assert visited.page.evaluate("announced") == ["Right: tied."]
    assert widget.locator('[role="status"], [aria-live]').count() == 1


def test_its_numbers_are_in_a_table(opened):
    _, widget = opened("counts")
    widget.get_by_text("The picture as a table").click()
    rows = widget.locator("tbody tr")
    assert [row.split("\t") for row in rows.all_inner_texts()] == [
        ["0.weight", "4×4", "A", "16", "separate"],
        ["2.weight", "4×4", "B = A", "16", "separate"],
        ["4.weight", "1×4", "C", "4", "separate"],
    ]


def test_it_speaks_chinese_on_a_chinese_page(open_alone):
    _, widget = open_alone(TieStory("survival"), ".tie-story", language="zh-Hans")
    button(widget, "别名").click()
    expect(status(widget)).to_have_text("你的答案：别名。正确答案：绑定。")
    english = re.compile(r"\b(Step|Back|Next|stored|object)\b")
    expect(widget).not_to_contain_text(english)


def test_without_javascript_the_picture_of_the_first_state_is_shown(served, visit):
    page = visit(f"{served}/{PAGES['survival']}", javascript=False).page
    picture = page.locator(".widget-static svg[aria-label*='64 numbers are stored']")
    expect(picture).to_be_visible()
