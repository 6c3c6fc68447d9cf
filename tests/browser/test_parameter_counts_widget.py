"""The widget of parameter counts on its page: by keyboard and pointer, narrow, dark, no errors."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tying.plotting.palette import DARK, LIGHT
from tying.widgets.parameter_counts import ParameterCounts

PAGE = "notebooks/principles/convolution-as-sharing.html"
WATCH = """node => { globalThis.announced = [];
new MutationObserver(() => announced.push(node.textContent))
  .observe(node, { childList: true, characterData: true, subtree: true }); }"""

DRAG = """input => [9, 10, 11, 12].map(value => {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const root = input.closest(".counts");
  return ['[data-count="convolution parameters"]', ".tied-seen"].map((name) =>
    root.querySelector(name).textContent);
})"""  # 4 steps of one drag, faster than anything can be announced


@pytest.fixture
def opened(open_widget):
    """``opened()``: a page with the widget alone, and the widget as a locator.

    ``opened(width=360)``, with anything about the screen: the page of the book.
    """
    return partial(open_widget, ParameterCounts(), ".counts", PAGE)


def count(widget, name: str) -> str:
    return widget.locator(f'[data-count="{name}"]').inner_text()


def weights(widget, layer: str) -> list[int]:
    cells = widget.locator(f'[data-layer="{layer}"] [data-weight]')
    return [int(cell.get_attribute("data-weight")) for cell in cells.all()]


def slider(widget, label: str):
    return widget.get_by_role("slider", name=label, exact=True)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.labels?.[0]?.textContent ?? ''")


def test_it_opens_with_the_example_of_the_text(opened):
    visited, widget = opened(width=1280)
    assert [count(widget, f"{one} parameters") for one in ("dense", "local", "convolution")] == [
        "19,273,856", "476,672", "608",
    ]  # fmt: skip
    assert [count(widget, f"{one} macs") for one in ("dense", "local", "convolution")] == [
        "19,267,584", "470,400", "470,400",
    ]  # fmt: skip
    expect(widget.locator('[data-step="1 parameters"]')).to_have_text("÷ 784")
    expect(widget.locator('[data-step="1 macs"]')).to_have_text("÷ 1")
    expect(widget).to_contain_text("exactly 1/784")
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_every_control_is_reached_and_worked_by_keyboard(opened):
    visited, widget = opened()
    keyboard, page = visited.page.keyboard, visited.page
    widget.get_by_label("Start from").focus()
    reached = []
    for _ in range(14):
        reached.append(focused(page))
        keyboard.press("Tab")
    assert [name for name in reached if name] == [
        "Start from", "Image height", "Image width", "Input channels", "Output channels",
        "Kernel", "Stride", "Padding", "Biases", "Row i", "Column j", "Channel f",
    ]  # fmt: skip
    slider(widget, "Stride").focus()
    keyboard.press("ArrowRight")
    expect(slider(widget, "Stride")).to_have_attribute("aria-valuetext", "a step of 2")
    expect(widget.get_by_role("status")).to_have_text(
        "Stride: 2, was 1. Output 28 × 28 → 14 × 14. Convolution: parameters stay 608, "
        "multiply-adds 470,400 → 117,600."
    )
    assert count(widget, "convolution parameters") == "608"
    assert count(widget, "local macs") == "117,600"
    widget.get_by_role("button", name="Reset").press("Enter")
    assert count(widget, "local macs") == "470,400"


def test_another_place_has_other_weights_and_in_the_convolution_the_same(opened):
    _, widget = opened()
    kernel = weights(widget, "convolution")
    assert kernel == list(range(25))
    slider(widget, "Row i").press("Home")
    slider(widget, "Column j").press("Home")
    assert weights(widget, "local") == list(range(25))
    slider(widget, "Column j").press("ArrowRight")
    assert weights(widget, "local") == list(range(600, 625))  # a place has 8 times 75 weights
    assert weights(widget, "convolution") == kernel
    expect(widget.get_by_role("status")).to_contain_text(
        "Output at row 0, column 1, channel 0. Locally connected: weights 600 to 674"
    )


def test_it_begins_where_the_layers_differ_and_writes_the_numbers_of_both(opened):
    _, widget = opened()
    assert weights(widget, "convolution") == list(range(25))
    assert weights(widget, "local")[0] == (14 * 28 + 14) * 8 * 75  # place (14, 14) of 28 by 28
    for layer, texts in (("local", ["+0", "+24"]), ("convolution", ["0", "24"])):
        numbers = widget.locator(f'[data-layer="{layer}"] .counts-number').all_text_contents()
        assert [numbers[0], numbers[-1]] == texts
    expect(widget.locator('[data-layer="local"]')).to_contain_text("from 243,600 on")
    expect(widget.locator(".tied-legend")).to_contain_text("same weight, same shade")


def test_another_channel_has_another_kernel_in_both_layers(opened):
    _, widget = opened()
    channel = slider(widget, "Channel f")
    channel.press("ArrowRight")
    expect(channel).to_have_attribute("aria-valuetext", "output channel 1, of 0 to 7")
    assert weights(widget, "convolution")[0] == 75
    assert weights(widget, "local")[0] == (14 * 28 + 14) * 8 * 75 + 75
    expect(widget.get_by_role("status")).to_contain_text(
        "Convolution: weights 75 to 149, no longer weights 0 to 74."
    )
    channel.press("End")
    slider(widget, "Output channels").press("Home")  # one channel: the last is the first
    expect(channel).to_have_value("0")


def test_the_pointer_chooses_a_place_and_arrow_keys_go_on_from_there(opened):
    visited, widget = opened()
    widget.get_by_label("Start from").select_option("digit")
    pad = widget.locator(".counts-pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    pad.click(position={"x": box["width"] * 0.92, "y": box["height"] * 0.1})  # 6 by 6 places
    expect(slider(widget, "Row i")).to_have_value("0")
    expect(slider(widget, "Column j")).to_have_value("5")
    assert weights(widget, "local") == list(range(180, 189))
    visited.page.keyboard.press("ArrowDown")
    visited.page.keyboard.press("ArrowLeft")
    visited.page.keyboard.press("ArrowUp")
    visited.page.keyboard.press("ArrowUp")  # at the edge
    expect(slider(widget, "Row i")).to_have_value("0")
    expect(slider(widget, "Column j")).to_have_value("4")
    assert weights(widget, "local") == list(range(144, 153))
    visited.page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.1)
    expect(slider(widget, "Column j")).to_have_value("4")  # moving without pressing does nothing


def test_the_window_hangs_over_the_edge_and_meets_zeros(opened):
    _, widget = opened()
    widget.get_by_label("Start from").select_option("same")
    expect(widget).to_contain_text("the whole window lies in the image")
    slider(widget, "Row i").press("Home")
    slider(widget, "Column j").press("Home")
    expect(widget).to_contain_text("16 of 25 cells are padding: zeros")  # two rows, two columns
    assert widget.locator('[data-layer="convolution"] .counts-over').count() == 16


def test_a_kernel_too_large_gets_a_sentence_and_the_way_back_works(opened):
    visited, widget = opened()
    widget.get_by_label("Start from").select_option("digit")
    slider(widget, "Kernel").fill("8")
    height = widget.bounding_box()["height"]
    slider(widget, "Kernel").fill("9")
    status = widget.get_by_role("status")
    expect(status).to_contain_text("A kernel of 9 does not fit into an image with height 8")
    expect(status).to_contain_text("a padding of 1 or more")
    assert count(widget, "convolution parameters") == "–"
    assert "NaN" not in widget.inner_html()
    expect(widget.get_by_text("Bars on a logarithmic scale")).to_be_hidden()
    expect(widget).to_contain_text("the window is larger than the image and its padding")
    assert widget.bounding_box()["height"] == height  # nothing jumped
    slider(widget, "Padding").press("ArrowRight")
    expect(status).to_contain_text("Output 2 × 2.")
    assert count(widget, "convolution parameters") == str(4 * 81 + 4)
    assert visited.problems == []


def test_with_one_bias_for_each_channel_the_ratio_is_not_exact(opened):
    _, widget = opened()
    widget.get_by_label("Biases").select_option("channel")
    expect(widget).to_contain_text("608/470,408 = 76/58,801, about 1/773.7, not 1/784")
    widget.get_by_label("Biases").select_option("none")
    expect(widget).to_contain_text("exactly 1/784")


def test_a_drag_is_announced_once_and_not_at_every_step(opened):
    visited, widget = opened()
    status = widget.get_by_role("status")
    status.evaluate(WATCH)
    drawn = slider(widget, "Output channels").evaluate(DRAG)
    for channels, (number, words) in zip(range(9, 13), drawn, strict=True):  # at once
        assert number == str(76 * channels)
        assert words.startswith(f"Output channels: {channels}, was 8.")
    expect(status).to_contain_text("Output channels: 12, was 8.")
    visited.page.wait_for_timeout(500)
    assert len(visited.page.evaluate("announced")) == 1


def test_every_number_of_the_pictures_is_in_a_table(opened):
    _, widget = opened()
    widget.get_by_text("All counts as a table").click()
    table = widget.get_by_role("table", name="All counts as a table")
    rows = table.locator("tr").all()
    assert [row.locator("th, td").nth(3).inner_text() for row in rows] == [
        "Convolution", "600", "8", "608", "19/602,308", "1/784", "470,400",
    ]  # fmt: skip


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_bars_have_the_colours_of_the_theme(opened, theme, colours):
    _, widget = opened(theme=theme)
    bars = widget.locator('.counts-bar[data-kind="parameters"]').all()
    painted = [bar.evaluate("node => getComputedStyle(node).backgroundColor") for bar in bars]
    expected = [colours[name] for name in ("separate", "separate", "tied")]
    assert ["#" + bytes(map(int, re.findall(r"\d+", one))).hex() for one in painted] == expected
    moves = bars[0].evaluate("node => getComputedStyle(node).transitionProperty")
    assert moves == "none"  # the visit asks for reduced motion


def test_it_fits_a_phone(opened):
    visited, widget = opened(width=360, height=740)
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= 360
    widget.get_by_text("All counts as a table").click()
    expect(widget.get_by_text("scrolls sideways")).to_be_hidden()  # the example's numbers fit
    for name in ("Image height", "Image width", "Input channels", "Output channels"):
        slider(widget, name).press("End")
    too_wide = widget.evaluate(
        "root => [...root.querySelectorAll('td, th, svg, input, select, button, p')].filter("
        "one => one.checkVisibility() && !one.closest('.tied-scroll')"
        " && one.scrollWidth > one.clientWidth + 1 && one.clientWidth).map(one => one.outerHTML)"
    )
    assert too_wide == []
    expect(widget.get_by_text("scrolls sideways")).to_be_visible()  # the largest do not
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert visited.problems == []


def test_without_javascript_its_picture_says_the_counts(served, visit):
    page = visit(f"{served}/{PAGE}", javascript=False).page
    picture = page.locator(".widget-static svg[role=img]").first
    expect(picture).to_be_visible()
    label = picture.get_attribute("aria-label") or ""
    assert "convolution 608" in label
    assert "470,400" in label
