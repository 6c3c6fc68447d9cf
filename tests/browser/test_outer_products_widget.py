"""The widget of outer products on its page: by keyboard and pointer, narrow, dark, in Chinese."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, WIDE
from tying.plotting.palette import DARK, LIGHT
from tying.widgets.outer_products import OuterProducts

PAGE = "notebooks/mechanisms/gradient-aggregation.html"
OUTCOME = "outcome-rank"
WATCH = """node => { globalThis.announced = [];
new MutationObserver(() => announced.push(node.textContent))
  .observe(node, { childList: true, characterData: true, subtree: true }); }"""
STEP = 12  # pixels of a drag from one whole number to the next


@pytest.fixture
def opened(open_alone):
    """``opened(language="en", **screen)``: a page with the widget alone, and the widget."""
    return partial(open_alone, OuterProducts(), ".outer")


def entry(widget: Locator, name: str) -> Locator:
    return widget.get_by_role("slider", name=name, exact=True)


def numbers(widget: Locator, matrix: str) -> list[str]:
    """The numbers of the matrix whose name begins so, row by row."""
    found = widget.get_by_role("img", name=re.compile(f"^{matrix}"))
    return found.locator(".outer-cell").all_inner_texts()


def middle(node: Locator) -> tuple[float, float]:
    box = node.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def total(widget: Locator) -> str:
    return " ".join(numbers(widget, "Sum"))


def test_it_opens_with_two_contributions_that_cancel_in_one_entry(opened):
    visited, widget = opened()
    assert " ".join(numbers(widget, "Contribution of use 1")) == "2 1 1 4 2 2 −2 −1 −1"
    assert " ".join(numbers(widget, "Contribution of use 2")) == "−2 4 2 −1 2 1 −3 6 3"
    assert total(widget) == "0 5 3 3 4 3 −5 5 2"
    assert widget.locator(".outer-cell.is-cancelled").all_inner_texts() == ["0"]
    assert widget.locator(".outer-below").all_inner_texts() == ["rank 1", "rank 1", "off", "rank 2"]
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_arrow_keys_change_an_entry_and_one_row_of_the_sum_follows(opened):
    _, widget = opened()
    column = entry(widget, "Use 1, came back, row 2")
    column.press("ArrowUp")
    expect(column).to_have_attribute("aria-valuetext", "3")
    expect(widget.get_by_role("status")).to_have_text(
        "Row 2 came back to use 1 as 3: row 2 of the sum follows. 2 uses, rank 2."
    )
    assert total(widget) == "0 5 3 5 5 4 −5 5 2"
    followed = widget.locator(".outer-cell.is-followed").all_inner_texts()
    assert followed == ["6", "3", "3", "5", "5", "4"]  # the row of the product, and of the sum
    column.press("End")
    column.press("ArrowRight")  # at the end already
    expect(column).to_have_attribute("aria-valuenow", "3")
    column.press("Home")
    expect(column).to_have_attribute("aria-valuetext", "−3")


def test_a_row_decides_a_column_of_the_sum(opened):
    _, widget = opened()
    entry(widget, "Use 2, went in, column 1").press("ArrowDown")
    assert total(widget) == "−2 5 3 2 4 3 −8 5 2"
    followed = widget.locator("[data-role=tied] .is-followed").all_inner_texts()
    assert followed == ["−2", "2", "−8"]


def test_every_control_is_reached_by_keyboard_and_none_that_is_off(opened):
    visited, widget = opened()
    page = visited.page
    widget.get_by_label("Use 1", exact=True).last.focus()
    reached = []
    for _ in range(17):
        reached.append(page.evaluate("focusedElement().getAttribute('aria-label')"))
        page.keyboard.press("Tab")
    assert reached[1:7] == [
        *(f"Use 1, went in, column {k}" for k in (1, 2, 3)),
        *(f"Use 1, came back, row {k}" for k in (1, 2, 3)),
    ]
    assert not any("Use 3" in (name or "") for name in reached)
    off = entry(widget, "Use 3, came back, row 1")
    expect(off).to_have_attribute("aria-disabled", "true")
    before = total(widget)
    off.evaluate("node => node.focus()")
    page.keyboard.press("ArrowUp")
    assert total(widget) == before


def test_a_third_use_gives_rank_three_and_one_use_rank_one(opened):
    _, widget = opened()
    widget.get_by_role("checkbox", name="Use 3").press("Space")
    expect(widget.locator(".outer-rank")).to_have_text("rank 3")
    expect(widget.get_by_role("status")).to_have_text(
        "Use 3 is on: its product is added. 3 uses, rank 3."
    )
    widget.get_by_role("checkbox", name="Use 3").press("Space")
    widget.get_by_role("checkbox", name="Use 1").click()
    assert total(widget) == "−2 4 2 −1 2 1 −3 6 3"
    expect(widget.locator(".outer-rank")).to_have_text("rank 1")
    widget.get_by_role("button", name="Reset").press("Enter")
    assert total(widget) == "0 5 3 3 4 3 −5 5 2"
    expect(widget.get_by_role("checkbox", name="Use 1")).to_be_checked()


def test_the_pointer_drags_an_entry_and_the_drag_is_announced_once(opened):
    visited, widget = opened()
    status, mouse = widget.get_by_role("status"), visited.page.mouse
    column = entry(widget, "Use 2, came back, row 1")
    x, y = middle(column)
    status.evaluate(WATCH)
    mouse.move(x, y)
    mouse.down()
    for step in range(1, 4):
        mouse.move(x + 30, y + step * STEP)  # beside the entry: the drag has been captured
    expect(column).to_have_attribute("aria-valuetext", "−1")
    assert numbers(widget, "Contribution of use 2")[:3] == ["1", "−2", "−1"]
    mouse.move(x, y - 40 * STEP)
    expect(column).to_have_attribute("aria-valuetext", "3")  # no further
    mouse.up()
    mouse.move(x, y)
    expect(column).to_have_attribute("aria-valuetext", "3")
    expect(status).to_contain_text("Row 1 came back to use 2 as 3")
    visited.page.wait_for_timeout(500)
    assert len(visited.page.evaluate("announced")) == 1
    expect(column).to_be_focused()


def test_an_entry_of_a_use_that_is_off_cannot_be_dragged(opened):
    visited, widget = opened()
    off = entry(widget, "Use 3, went in, column 1")
    x, y = middle(off)
    visited.page.mouse.move(x, y)
    visited.page.mouse.down()
    visited.page.mouse.move(x, y + 5 * STEP)
    visited.page.mouse.up()
    expect(off).to_have_text("1")


def test_every_number_of_the_picture_is_in_a_table(opened):
    _, widget = opened()
    widget.get_by_text("The numbers as a table").click()
    rows = widget.get_by_role("table").locator("tbody tr").all()
    assert [row.locator("th, td").all_inner_texts() for row in rows] == [
        ["Use 1", "1, 2, −1", "2, 1, 1", "2, 1, 1; 4, 2, 2; −2, −1, −1", "1"],
        ["Use 2", "2, 1, 3", "−1, 2, 1", "−2, 4, 2; −1, 2, 1; −3, 6, 3", "1"],
        ["Use 3", "1, −2, 1", "1, 0, −1", "off", ""],
        ["W.grad", "", "", "0, 5, 3; 3, 4, 3; −5, 5, 2", "2"],
    ]


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_it_has_the_colours_of_the_theme_and_nothing_that_axe_finds(opened, theme, colours):
    visited, widget = opened(theme=theme)
    visited.page.evaluate(
        "theme => { document.documentElement.dataset.theme = theme;"
        "document.body.style.background = 'var(--tied-paper)';"
        "document.querySelector('h1').style.color = 'var(--tied-ink)'; }",
        theme,
    )
    frames = widget.locator(".outer-matrix:not(.is-empty)").all()
    painted = [one.evaluate("node => getComputedStyle(node).outlineColor") for one in frames]
    expected = [colours[name] for name in ("separate", "separate", "tied")]
    assert ["#" + bytes(map(int, re.findall(r"\d+", one))).hex() for one in painted] == expected
    assert violations(visited.page, WIDE, within=".widget-live") == []


def test_it_speaks_chinese_and_fits_a_phone(opened):
    visited, widget = opened(language="zh", width=NARROW, height=800)
    expect(widget.get_by_role("checkbox", name="使用 1")).to_be_checked()
    entry(widget, "使用 1，传回，第 1 行").press("ArrowUp")
    expect(widget.get_by_role("status")).to_contain_text("总和的第 1 行随之改变。2 次使用，秩 2。")
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert visited.problems == []


@pytest.mark.parametrize(("width", "most"), [(WIDE, 640), (NARROW, 900)])
def test_on_its_page_it_waits_for_the_prediction_and_fits_one_screen(served, visit, width, most):
    visited = visit(f"{served}/{PAGE}", width=width)
    widget = visited.page.locator(".outer")
    expect(widget).to_be_hidden()
    question = visited.page.locator(".prediction:has(.outer)")
    question.get_by_role("button", name="Show me").click()
    expect(widget).to_be_visible()
    assert widget.evaluate("node => node.offsetHeight") <= most
    tops = widget.locator(".outer-matrix").evaluate_all(
        "matrices => matrices.map((one) => Math.round(one.getBoundingClientRect().top))"
    )
    assert len(set(tops)) == (1 if width == WIDE else 2)  # beside one another, or two and two
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.problems == []


def test_without_javascript_its_picture_says_the_sum(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = ".widget-static svg[aria-label$='The sum, W.grad, is (0, 5, 3; 3, 4, 3; -5, 5, 2).']"
    expect(page.locator(picture)).to_be_visible()
