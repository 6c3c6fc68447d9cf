"""The widget of bias-variance curves: by keyboard and pointer, narrow, dark, without errors."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import model, write_page
from tying.plotting.palette import DARK, LIGHT
from tying.widgets.bias_variance import PRESETS, BiasVariance

TRAITS = ("setting", "presets", "limits", "result", "draws")
DARK_THEME = "document.documentElement.dataset.theme = 'dark'"


@pytest.fixture
def opened(tmp_path, serve, visit):
    """``opened(width=360, **setting)``: the visit, and the widget as a locator."""

    def open_(width: int = 900, theme: str = "light", **setting):
        widget = BiasVariance(**setting)
        state = {name: getattr(widget, name) for name in TRAITS}
        record = model(str(widget._esm), **state)
        record["state"]["_css"] = str(widget._css)
        page = write_page(tmp_path, {"a": record}, ["a"], "page.html")
        visited = visit(f"{serve(tmp_path)}/{page.name}", width=width, theme=theme)
        if theme == "dark":
            visited.page.evaluate(DARK_THEME)
        return visited, visited.page.locator(".bv")

    return open_


def number(widget, name: str) -> str:
    return widget.locator(f'[data-number="{name}"]').inner_text()


def slider(widget, label: str):
    return widget.get_by_role("slider", name=label, exact=True)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.labels?.[0]?.textContent ?? ''")


def curve(widget, name: str) -> str:
    return widget.locator(f'[data-curve="{name}"]').get_attribute("d")


def test_it_opens_with_the_rule_and_its_numbers(opened):
    visited, widget = opened()
    assert [number(widget, f"{who} risk") for who in ("separate", "tied", "pooled")] == [
        "1", "0.625", "0.469",
    ]  # fmt: skip
    expect(widget).to_contain_text("s² = 0.5 < v (1 − 1/T)(1 − r) = 0.875")
    expect(widget).to_contain_text("equal at 0.875")
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_every_control_is_reached_and_worked_by_keyboard(opened):
    visited, widget = opened()
    keyboard, page = visited.page.keyboard, visited.page
    widget.get_by_label("Start from").focus()
    reached = []
    for _ in range(13):
        reached.append(focused(page))
        keyboard.press("Tab")
    assert [name for name in reached if name] == [
        "Start from", "Horizontal axis", "fixed", "Heterogeneity s²", "Noise of an observation σ²",
        "Data per location n", "Locations T", "Correlation of errors r", "Strength of the tie w",
        "guess first", "always the best strength",
    ]  # fmt: skip
    slider(widget, "Data per location n").focus()
    keyboard.press("ArrowRight")
    expect(slider(widget, "Data per location n")).to_have_attribute(
        "aria-valuetext", "2 at each location: an estimate has variance 0.5"
    )
    expect(widget.get_by_role("status")).to_have_text(
        "Data per location n: 2, was 1. Risk: separate 0.5, tied 0.563, partly pooled 0.297. "
        "Least: partly pooled."
    )
    widget.get_by_label("drawn at random").check(force=True)
    expect(widget).to_contain_text("s² = 0.5 = v (1 − r)")
    widget.get_by_role("button", name="Reset").press("Enter")
    assert number(widget, "tied risk") == "0.625"


def test_moving_along_the_axis_leaves_the_curves_and_moves_the_numbers(opened):
    _, widget = opened()
    before = curve(widget, "tied risk")
    slider(widget, "Heterogeneity s²").fill("0.9")
    assert curve(widget, "tied risk") == before
    assert number(widget, "tied risk") == "1.02"
    expect(widget).to_contain_text("Separate beats tied: risk 1 against 1.02")
    slider(widget, "Correlation of errors r").fill("0.5")
    assert curve(widget, "tied risk") != before


def test_the_pointer_drags_along_the_axis(opened):
    visited, widget = opened()
    picture = widget.locator('svg[data-kind="risk"]')
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    mouse, middle = visited.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + 60, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"], middle, steps=4)  # beyond the end of the axis
    mouse.up()
    expect(slider(widget, "Heterogeneity s²")).to_have_value("2")
    mouse.move(box["x"] + 60, middle)
    expect(slider(widget, "Heterogeneity s²")).to_have_value("2")  # moving alone does nothing
    widget.get_by_label("Horizontal axis").select_option("data")
    picture.click(position={"x": 36, "y": 100})
    expect(slider(widget, "Data per location n")).to_have_value("1")


def test_a_guess_comes_before_the_curves(opened):
    _, widget = opened()
    widget.get_by_label("guess first").check()
    expect(widget.locator('[data-curve="tied risk"]')).not_to_be_visible()
    expect(widget.get_by_role("status")).to_contain_text("Covered until you have said who wins")
    slider(widget, "Heterogeneity s²").fill("0.9")
    expect(widget.locator('[data-curve="tied risk"]')).not_to_be_visible()
    assert number(widget, "tied risk") == "?"
    picture = widget.locator('svg[data-kind="risk"]')
    expect(picture).to_have_attribute("aria-label", "Covered until you have guessed.")
    assert not re.search(r"1\.02|0\.875|beats", widget.inner_text())
    widget.get_by_role("button", name="tied", exact=True).press("Enter")
    expect(widget.get_by_role("status")).to_contain_text("You said: tied. It is: separate.")
    assert number(widget, "tied risk") == "1.02"
    expect(widget.locator('[data-curve="tied risk"]')).to_be_visible()
    slider(widget, "Heterogeneity s²").fill("0.2")
    widget.get_by_role("button", name="tied", exact=True).click()
    expect(widget.get_by_role("status")).to_contain_text("You said: tied. So it is.")


def test_experiments_put_dots_on_the_curves_and_numbers_into_the_table(opened):
    visited, widget = opened()
    widget.get_by_role("button", name="Run experiments").click()
    expect(widget).to_contain_text("200 experiments each, simulated in this page with seed 1")
    expect(widget.get_by_role("status")).to_contain_text("200 experiments at each of 7 places")
    assert widget.locator('svg[data-kind="risk"] .bv-dot').count() == 21
    first = widget.locator(".bv-dot").first.get_attribute("d")
    widget.get_by_text("All numbers as a table").click()
    table = widget.get_by_role("table", name="All numbers as a table")
    assert table.get_by_role("row").count() == 8
    expect(table).to_contain_text("separate: measured risk")
    slider(widget, "Heterogeneity s²").fill("1.5")  # along the axis: they stay
    assert widget.locator('svg[data-kind="risk"] .bv-dot').count() == 21
    widget.get_by_role("button", name="Run again").click()
    expect(widget).to_contain_text("with seed 2")
    expect(widget.get_by_role("status")).to_contain_text("200 experiments")
    assert widget.locator(".bv-dot").first.get_attribute("d") != first
    slider(widget, "Locations T").fill("9")  # another question: they go
    assert widget.locator(".bv-dot").count() == 0
    assert visited.problems == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"locations": 1}, "One location has nothing to share with"),
        ({"noise": 0, "heterogeneity": 0}, "Without noise"),
        ({"correlation": -1}, "8 errors cannot all have correlation −1"),
        ({"correlation": 1, "axis": "data"}, "All errors are equal"),
        ({"heterogeneity": 0, "axis": "tie", "correlation": -1, "locations": 2}, "errors cancel"),
    ],
)
def test_at_the_extremes_there_is_a_picture_and_a_sentence(opened, change, words):
    visited, widget = opened(**change)
    expect(widget.locator(".bv-notes")).to_contain_text(words)
    for name in ("separate bias2", "tied variance", "pooled risk"):
        assert curve(widget, name).startswith("M36,")
    widget.get_by_role("button", name="Run experiments").click()
    expect(widget.get_by_role("button", name="Run again")).to_be_visible()
    assert not re.search(r"NaN|undefined|Infinity", widget.evaluate("one => one.outerHTML"))
    assert visited.problems == []


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_curves_have_the_colours_of_the_theme_and_differ_without_them(opened, theme, colours):
    _, widget = opened(theme=theme)
    names = ("separate", "tied", "pooled")
    styles = [
        widget.locator(f'[data-curve="{name} risk"]').evaluate(
            "one => [getComputedStyle(one).stroke, getComputedStyle(one).strokeDasharray]"
        )
        for name in names
    ]
    painted = ["#" + bytes(map(int, re.findall(r"\d+", one[0]))).hex() for one in styles]
    assert painted == [colours[name] for name in names]
    assert len({one[1] for one in styles}) == 3


def test_it_fits_a_phone(opened):
    visited, widget = opened(width=360)
    slider(widget, "Correlation of errors r").press("Home")
    widget.get_by_label("drawn at random").check(force=True)
    widget.get_by_role("button", name="Run experiments").click()
    expect(widget.get_by_role("button", name="Run again")).to_be_visible()
    too_wide = widget.evaluate(
        "root => [...root.querySelectorAll('td, th, svg, input, select, button, p')].filter("
        "one => one.checkVisibility() && !one.closest('.tied-scroll')"
        " && one.scrollWidth > one.clientWidth + 1 && one.clientWidth).map(one => one.outerHTML)"
    )
    assert too_wide == []
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert visited.problems == []


CUT = """select => {
  const now = select.offsetWidth;
  select.style.inlineSize = "max-content";
  const whole = select.offsetWidth;
  select.style.inlineSize = "";
  return whole - now;
}"""


@pytest.mark.parametrize("preset", ["correlated", "data", None])
def test_no_choice_is_cut_where_there_is_room(opened, preset):
    setting = PRESETS[preset] if preset else {"noise": 0.3}
    _, widget = opened(**{name: value for name, value in setting.items() if name != "best"})
    missing = [one.evaluate(CUT) for one in widget.locator("select").all()]
    assert max(missing) <= 1, missing
