"""The parts that all widgets share: by keyboard and pointer, in words, and with targets to hit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import model, write_page
from tying import widgets
from tying.widgets.linker import link

SCRIPT = link(Path(__file__).parent / "parts" / "widget.js")
STYLE = (Path(widgets.__file__).parent / "common" / "common.css").read_text(encoding="utf-8")
TARGETS = """() => everyElement(".tied-widget :is(button, select, summary, input)")
  .filter((one) => one.checkVisibility())
  .map((one) => (one.type === "radio" ? one.parentElement : one).getBoundingClientRect())
  .map(({ width, height }) => Math.min(width, height))"""


@pytest.fixture
def parts(tmp_path, visit, serve):
    """``parts(**how)``: a page with a widget of all shared parts."""
    page = write_page(tmp_path, {"a": model(SCRIPT, stylesheet=STYLE)}, ["a"], "parts.html")
    address = serve(tmp_path)
    return lambda **how: visit(f"{address}/{page.name}", **how)


def seen(page: Page):
    return page.locator(".tied-seen")


def test_a_slider_says_its_value_and_paints_how_far_it_is(parts):
    visit = parts()
    size = visit.page.get_by_role("slider", name="Size")
    expect(size).to_have_attribute("aria-valuetext", "4 units")
    size.press("ArrowRight")
    expect(size).to_have_attribute("aria-valuetext", "5 units")
    expect(visit.page.locator(".tied-value")).to_have_text("5")
    assert size.evaluate("one => one.style.getPropertyValue('--part')") == "0.5"
    assert visit.problems == []


def test_arrow_keys_go_through_the_segments_and_tab_leaves_them(parts):
    page = parts().page
    page.get_by_role("radio", name="first").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="second")).to_be_checked()
    expect(seen(page)).to_have_text("Kind b.")
    page.keyboard.press("Tab")
    assert page.evaluate("focusedElement().textContent") == "Act"
    page.get_by_role("radio", name="third").click()
    expect(page.get_by_role("radio", name="third")).to_be_checked()


def test_a_change_is_shown_at_once_and_announced_once_after_a_pause(parts):
    page = parts().page
    drawn = page.get_by_role("slider", name="Size").evaluate("""input => [5, 6, 7].map(value => {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      return [".tied-seen", ".tied-spoken"].map((name) => everyElement(name)[0].textContent);
    })""")
    assert drawn == [[f"Size {n}.", "Nothing yet."] for n in (5, 6, 7)]
    expect(page.get_by_role("status")).to_have_text("Size 7.")
    expect(page.locator('[aria-live], [role="status"]')).to_have_count(1)


def test_steps_go_both_ways_and_end_at_their_ends(parts):
    page = parts().page
    back, forward = (page.get_by_role("button", name=name) for name in ("Back", "Forward"))
    expect(back).to_have_attribute("aria-disabled", "true")
    for k in (1, 2, 3, 3):
        forward.press("Enter")
        expect(seen(page)).to_have_text(f"Step {k}.")
    expect(forward).to_have_attribute("aria-disabled", "true")
    back.press("Enter")
    expect(seen(page)).to_have_text("Step 2.")
    page.get_by_role("button", name="To the start").press("Enter")
    expect(seen(page)).to_have_text("Step 0.")


def test_play_runs_silently_to_the_end_and_is_not_offered_with_reduced_motion(parts):
    visit = parts()
    play = visit.page.locator(".tied-play")
    expect(play).to_be_hidden()
    visit.page.emulate_media(reduced_motion="no-preference")
    visit.page.reload()
    visit.wait_for_widgets()
    play.click()
    expect(play).to_have_text("Pause")
    expect(seen(visit.page)).to_have_text("Step 3.")
    expect(play).to_have_text("Play")
    assert visit.page.locator(".tied-spoken").inner_text() == "Nothing yet."


def test_every_target_is_large_enough_to_hit(parts):
    visit = parts(width=360, height=740)
    assert min(visit.page.evaluate(TARGETS)) >= 24
    coarse = STYLE.replace("(pointer: coarse)", "all")
    rules = re.findall(r"@media all \{.*?\n\}", coarse, re.DOTALL)[0]
    widget = visit.page.locator(".tied-widget")
    widget.evaluate("(one, rules) => (one.previousElementSibling.textContent += rules)", rules)
    sizes = visit.page.evaluate(TARGETS)
    assert sorted(sizes)[1] >= 43  # but for the checkbox, whose label is a target too
    assert visit.page.get_by_text("Check").bounding_box()["height"] >= 44


def test_what_is_wider_than_its_box_says_so_and_is_reached_by_keyboard(parts):
    page = parts(width=360, height=740).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    summary = page.get_by_text("As a table")
    assert summary.evaluate("one => getComputedStyle(one).display") == "list-item"
    summary.press("Enter")
    expect(page.get_by_text("scrolls sideways")).to_be_visible()
    box = page.get_by_role("group", name="Numbers")
    expect(box).to_have_attribute("tabindex", "0")
    expect(box).to_have_class(re.compile("has-more"))
    box.evaluate("one => one.scrollTo(one.scrollWidth, 0)")
    expect(box).not_to_have_class(re.compile("has-more"))
