"""The ledger workbench on its page: by keyboard and pointer, narrow, dark, without errors."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Locator, expect

from tying.plotting.palette import DARK, LIGHT
from tying.widgets.ledger import LedgerWidget

PAGE = "book/workbench.html"
WATCH = """node => { globalThis.announced = [];
new MutationObserver(() => announced.push(node.textContent))
  .observe(node, { childList: true, characterData: true, subtree: true }); }"""


@pytest.fixture
def opened(open_widget):
    """``opened()``: a page with the widget alone, and the widget as a locator.

    ``opened(width=360)``, with anything about the screen: the page of the book.
    """
    return partial(open_widget, LedgerWidget(), ".ledger", PAGE)


JUPYTERLAB = """
.jp-OutputArea-output :is(dl, dt, dd) { display: block; }
.jp-OutputArea-output dl { width: 100%; overflow: hidden; padding: 0; margin: 0; }
.jp-OutputArea-output dt { font-weight: bold; float: left; width: 20%; padding: 0; margin: 0; }
.jp-OutputArea-output dd { float: left; width: 80%; padding: 0; margin: 0; }
details > summary { list-style: none; }
"""  # what its style sheets say of the elements below


def counts(widget: Locator) -> list[str]:
    """Stored, by object, by slot, by use."""
    names = ("stored", "object", "slot", "use")
    return [widget.locator(f'[data-count="{name}"]').inner_text() for name in names]


def start(widget: Locator, preset: str) -> None:
    widget.get_by_label("Start from").select_option(preset)


def press(widget: Locator, name: str) -> None:
    widget.get_by_role("button", name=name, exact=True).press("Enter")


def status(widget: Locator) -> Locator:
    return widget.get_by_role("status")


def rows(widget: Locator) -> dict[str, list[str]]:
    """The table of steps, by object: pulls, gradient, and value now and next."""
    steps = widget.get_by_role("table", name="Steps of an optimiser").locator("tbody tr")
    cells = [row.locator("th, td").all_inner_texts() for row in steps.all()]
    return {first.strip(): [text.strip() for text in rest] for first, *rest in cells}


def test_it_opens_with_the_tied_chain_and_says_who_computes(opened):
    visited, widget = opened(width=1280)
    assert counts(widget) == ["121", "121", "193", "193"]
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    expect(status(widget)).to_contain_text("2.weight and 4.weight")
    assert visited.problems == []


def test_two_layers_are_tied_and_untied_by_keyboard(opened):
    visited, widget = opened()
    keyboard = visited.page.keyboard
    widget.get_by_label("Start from").focus()
    keyboard.press("ArrowUp")  # from the tied chain to all separate
    assert counts(widget) == ["193", "193", "193", "193"]
    press(widget, "Tie")
    expect(status(widget)).to_have_text("4.weight now holds the same object as 2.weight: "
                                      "stored 193 → 129.")  # fmt: skip
    for label, slot in (("First slot", "2.bias"), ("Second slot", "4.bias")):
        widget.get_by_label(label).focus()
        keyboard.type(slot)
    press(widget, "Tie")
    assert counts(widget) == ["121", "121", "193", "193"]  # 144 numbers became 72
    press(widget, "Untie")
    assert counts(widget) == ["129", "129", "193", "193"]
    press(widget, "Undo")
    assert counts(widget) == ["121", "121", "193", "193"]
    assert visited.problems == []


def test_two_layers_are_tied_by_pointer(opened):
    _, widget = opened()
    start(widget, "separate")
    for local in ("weight", "bias"):
        for layer in (2, 4):
            widget.locator(".is-slot", has_text=f"{layer}.{local}").click()
        expect(status(widget)).to_have_text(f"First slot 2.{local}, second slot 4.{local}.")
        widget.get_by_role("button", name="Tie", exact=True).click()
    assert counts(widget) == ["121", "121", "193", "193"]
    widget.get_by_role("button", name="Untie", exact=True).click()
    assert counts(widget) == ["129", "129", "193", "193"]


def test_the_route_of_the_chapter_shows_each_step(opened):
    _, widget = opened()
    start(widget, "separate")
    objects = widget.locator(".is-object")
    expect(objects).to_have_count(8)
    press(widget, "Copy")
    expect(objects.nth(4)).to_contain_text("E = C")
    expect(widget).to_contain_text("C and E are equal, 0.3, and share nothing")
    press(widget, "Tie")
    expect(objects).to_have_count(7)
    expect(widget.locator(".ledger-canvas path[data-role=tied]")).to_have_count(3)
    press(widget, "Alias")
    expect(objects).to_have_count(8)
    assert counts(widget) == ["129", "193", "193", "193"]
    widget.get_by_text("Layers and calls").click()
    widget.get_by_label("Calls of layer 2").select_option("3")
    # layer 2 has 72 numbers, which are used twice more
    expect(status(widget)).to_have_text("Layer 2 is called 3 times: by use 193 → 337.")
    # its six uses are the third to the eighth, of weight and bias in turn
    assert rows(widget)["C"][:2] == ["2.weight → 3, 5, 7", "−2.7 − 4.7 − 6.7 = −14.1"]


def test_under_adam_an_alias_stands_still_and_the_tie_does_not(opened):
    _, widget = opened()
    optimiser = widget.get_by_label("Optimiser", exact=True)
    optimiser.select_option("adam")
    assert rows(widget)["C"][1:] == ["−2.7 + 5.3 = 2.6", "0.3 → 0.2"]
    press(widget, "Take a step")
    expect(status(widget)).to_have_text("Step 1 of Adam: 2.weight is 0.2, 4.weight is 0.2.")
    start(widget, "aliased")
    expect(optimiser).to_have_value("adam")
    table = rows(widget)
    assert table["C"][1:] == ["−2.7", "0.3 → 0.3"]
    assert table["E"][1:] == ["5.3", "0.3 → 0.3"]
    for _ in range(5):
        press(widget, "Take 10 steps")
    expect(status(widget)).to_have_text("Step 50 of Adam: 2.weight is 0.3, 4.weight is 0.3.")
    expect(widget).to_contain_text("in opposite directions: 0.3 → 0.3")
    optimiser.select_option("sgd")
    assert rows(widget)["C"][2] == "0.3 → 0.04"  # 0.3 - 0.1 * (-2.7 + 5.3), as for the tie


def test_copies_part_at_the_first_step_and_nothing_else_is_called_equal(opened):
    _, widget = opened()
    start(widget, "copied")
    expect(widget.locator(".is-object", has_text="=")).to_have_count(2)
    press(widget, "Take a step")
    expect(widget.locator(".is-object", has_text="=")).to_have_count(0)
    assert rows(widget)["C"][2].startswith("0.57")  # 0.3 + 0.1 * 2.7
    assert rows(widget)["E"][2].startswith("−0.23")  # 0.3 - 0.1 * 5.3
    widget.get_by_label("Optimiser", exact=True).select_option("adam")
    start(widget, "separate")
    press(widget, "Take a step")  # D and F now hold 0.5, from 0.4 and 0.6
    expect(widget.locator(".is-object", has_text="=")).to_have_count(0)


def test_a_pull_is_turned_around_and_the_focus_stays(opened):
    visited, widget = opened()
    start(widget, "aliased")
    widget.get_by_label("Optimiser", exact=True).select_option("adam")
    widget.get_by_role("button", name="4.weight → −5").press("Enter")
    expect(status(widget)).to_have_text("4.weight is now pulled towards 5; no step taken.")
    assert rows(widget)["C"][2] == "0.3 → 0.5"  # two steps of 0.1 in one direction
    assert visited.page.evaluate("focusedElement().textContent") == "4.weight → 5"


def test_shapes_that_do_not_match_are_refused_with_both(opened):
    _, widget = opened()
    start(widget, "separate")
    press(widget, "Tie")
    widget.get_by_label("First slot").select_option("0.weight")
    press(widget, "Tie")
    expect(status(widget)).to_have_text(
        "4.weight is 8×8 and 0.weight is 8×4, but the shapes must be equal. "
        "No other slot has the shape 8×4."
    )
    assert counts(widget) == ["129", "129", "193", "193"]
    expect(widget.locator(".ledger-counts")).not_to_contain_text("was")


def test_a_layer_that_cannot_take_what_it_gives_is_not_called_again(opened):
    _, widget = opened()
    widget.get_by_text("Layers and calls").click()
    calls = widget.get_by_label("Calls of layer 0")
    calls.select_option("3")
    expect(status(widget)).to_have_text(
        "Layer 0 is called on what it gave itself, so it must give as many numbers as it takes; "
        "it would take 4 and give 8. Call it once, or make the two equal."
    )
    expect(calls).to_have_value("1")
    assert counts(widget) == ["121", "121", "193", "193"]


def test_a_tie_of_an_alias_says_which_count_has_moved(opened):
    _, widget = opened()
    start(widget, "separate")
    press(widget, "Alias")
    press(widget, "Tie")
    expect(status(widget)).to_have_text(
        "4.weight now holds the same object as 2.weight: stored stays 129, by object 193 → 129."
    )


def test_a_step_is_seen_with_its_words_and_its_picture(opened):
    _, widget = opened(width=1280, height=800)
    button = widget.get_by_role("button", name="Take a step", exact=True)
    button.scroll_into_view_if_needed()
    button.click()
    bottom = button.bounding_box()["y"]
    for part in (".tied-status", ".ledger-canvas"):
        box = widget.locator(part).bounding_box()
        assert 0 <= box["y"] < bottom
    expect(widget.locator(".tied-seen")).to_contain_text("Step 1 of SGD")


def test_one_action_is_announced_once_and_in_one_short_sentence(opened):
    visited, widget = opened()
    start(widget, "separate")
    status(widget).evaluate(WATCH)
    press(widget, "Tie")
    visited.page.wait_for_timeout(300)
    (sentence,) = visited.page.evaluate("announced")
    assert len(sentence) < 80
    assert widget.locator('[role="status"], [aria-live]').count() == 1


def test_untying_one_slot_of_a_module_says_that_it_was_split(opened):
    _, widget = opened()
    press(widget, "Untie")
    expect(status(widget)).to_contain_text("The module had to be split")
    assert counts(widget)[0] == "185"  # 121 and the 64 of the weight
    press(widget, "Undo")
    press(widget, "Untie layer")
    assert counts(widget) == ["193", "193", "193", "193"]


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_a_tie_has_the_colour_of_the_theme(opened, theme, colours):
    visited, widget = opened(theme=theme)
    line = widget.locator(".ledger-canvas path[data-role=tied]").first
    stroke = line.evaluate("node => getComputedStyle(node).stroke")
    assert "#" + bytes(map(int, re.findall(r"\d+", stroke)[:3])).hex() == colours["tied"]
    assert visited.problems == []


@pytest.mark.parametrize(("width", "columns"), [(1280, 4), (360, 2)])
def test_in_jupyterlab_each_count_stands_between_its_name_and_its_meaning(opened, width, columns):
    visited, widget = opened()
    visited.page.set_viewport_size({"width": width, "height": 900})
    on_the_page = widget.locator(".ledger-counts").bounding_box()
    visited.page.add_style_tag(content=JUPYTERLAB)
    widget.evaluate(
        "node => node.getRootNode().host.parentElement.classList.add('jp-OutputArea-output')"
    )
    assert widget.locator(".ledger-counts").bounding_box() == on_the_page
    tiles = widget.locator(".ledger-counts > div").all()
    assert len({tile.bounding_box()["x"] for tile in tiles}) == columns
    assert len({tile.bounding_box()["y"] for tile in tiles}) == 4 // columns
    for tile in tiles:
        name, number, meaning = (part.bounding_box() for part in tile.locator("dt, dd").all())
        assert name["x"] == number["x"] == meaning["x"]
        assert name["y"] + name["height"] <= number["y"] < meaning["y"]
    summary = widget.locator("summary").first
    marker = "node => getComputedStyle(node).listStyleType"
    assert summary.evaluate(marker).startswith("disclosure")  # that it opens can be seen


def test_it_fits_a_phone(opened):
    visited, widget = opened(width=360, height=740)
    start(widget, "aliased")
    widget.get_by_text("Layers and calls").click()
    for _ in range(2):
        press(widget, "Take 10 steps")
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= 360
    too_wide = widget.evaluate(
        "root => [...root.querySelectorAll('td, th, svg, select, button, p, dd, li')].filter("
        "one => one.checkVisibility() && !one.closest('.tied-scroll')"
        " && one.scrollWidth > one.clientWidth + 1 && one.clientWidth).map(one => one.outerHTML)"
    )
    assert too_wide == []
    table = widget.get_by_role("group", name="Steps of an optimiser")
    assert table.evaluate("node => node.scrollWidth - node.clientWidth") <= 1
    assert visited.problems == []


def test_without_javascript_its_picture_shows_the_three_ways(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = page.locator(".widget-static svg[role=img]")
    expect(picture).to_be_visible()
    assert "Alias: each slot holds an object of its own" in (
        picture.get_attribute("aria-label") or ""
    )
