"""The gradient trace on a page: by keyboard and pointer, narrow, dark; a reader's model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from playwright.sync_api import Locator, expect
from torch import nn

from tests.browser.pages import model as saved
from tests.browser.pages import write_page
from tying.plotting.palette import DARK, LIGHT
from tying.widgets.gradient_trace import GradientTrace

TRAITS = ("setting", "examples", "presets", "material", "scene", "compact", "result", "stylesheet")
WATCH = """node => { globalThis.announced = [];
new MutationObserver(() => announced.push(node.textContent))
  .observe(node, { childList: true, characterData: true, subtree: true }); }"""
DRAG = """input => [1.1, 1.2, 1.3].map(value => {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  return input.closest(".trace").querySelector('.trace-card[data-role="tied"]').textContent;
})"""  # 3 steps of one drag, faster than anything can be announced
TOO_WIDE = """root => [...root.querySelectorAll('td, th, svg, input, select, button, p')].filter(
  one => one.checkVisibility() && !one.closest('.tied-scroll, svg svg')
  && one.scrollWidth > one.clientWidth + 1 && one.clientWidth).map(one => one.outerHTML)"""


@pytest.fixture
def opened(tmp_path, serve, visit) -> Callable[..., Any]:
    """``opened(widget, **how)``: the visit of a page that shows the widget, and its locator."""

    def open_(widget: GradientTrace, **how: Any) -> tuple[Any, Locator]:
        state = {name: getattr(widget, name) for name in TRAITS}
        state = json.loads(json.dumps(state, sort_keys=True))  # as a saved notebook has it
        record = saved(str(widget._esm), _css=str(widget._css), **state)
        page = write_page(tmp_path, {"trace": record}, ["trace"], "page.html")
        meta = '<head><meta name="viewport" content="width=device-width">'
        page.write_text(page.read_text("utf-8").replace("<head>", meta), encoding="utf-8")
        visited = visit(f"{serve(tmp_path)}/page.html", **how)
        return visited, visited.page.locator(".trace")

    return open_


class Reused(nn.Module):
    """A layer that is called three times."""

    def __init__(self) -> None:
        super().__init__()
        self.fc, self.out = nn.Linear(6, 6), nn.Linear(6, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for _ in range(3):
            x = torch.tanh(self.fc(x))
        return self.out(x)


def press(widget: Locator, name: str, times: int = 1) -> None:
    for _ in range(times):
        widget.get_by_role("button", name=name, exact=True).press("Enter")


def cards(widget: Locator) -> list[str]:
    """What is written on the contributions and on their sum."""
    return [" ".join(one.split()) for one in widget.locator(".trace-card").all_inner_texts()]


def effects(widget: Locator) -> list[list[str]]:
    """The rows of the table of what a step does, without its head."""
    table = widget.get_by_role("table", name="What a step does to each use")
    return [
        [cell.strip() for cell in row.split("\t")] for row in table.inner_text().splitlines()[1:]
    ]


def slider(widget: Locator, label: str) -> Locator:
    return widget.get_by_role("slider", name=label, exact=True)


def test_before_backward_nothing_is_known_but_the_values(opened):
    visited, widget = opened(GradientTrace("bias"))
    assert cards(widget) == [
        "Use 1 z₁ = x₁ + b ?", "Use 2 z₂ = x₂ + b ?", "sum so far 0 of 2 uses ?",
    ]  # fmt: skip
    expect(widget.locator(".trace-node[data-kind=tied]")).to_contain_text(".grad ?")
    expect(widget.locator(".tied-seen")).to_have_text(
        "Forward is done: the loss is 1.63. Backward has not begun, and b.grad is not known."
    )
    expect(widget.get_by_text("Decide before you look")).to_be_visible()
    expect(widget.get_by_text("pulls with use 1")).to_be_hidden()
    assert effects(widget)[0][2:] == ["?"] * 4
    expect(widget.locator('[data-source="page"]')).to_be_visible()
    assert visited.problems == []


def test_contributions_arrive_one_by_one_and_add_up(opened):
    _, widget = opened(GradientTrace("bias"))
    status = widget.get_by_role("status")
    press(widget, "Forward", 4)  # L, L₂, L₁, z₂
    assert cards(widget)[1:] == ["Use 2 z₂ = x₂ + b 1.5", "sum so far 1 of 2 uses 1.5"]
    expect(status).to_have_text(
        "Step 4 of 5: the gradient of z₂ is 1.5. Use 2 contributes 1.5 to b. "
        "1 of 2 contributions have arrived."
    )
    press(widget, "Forward")
    assert cards(widget) == ["Use 1 z₁ = x₁ + b 1", "Use 2 z₂ = x₂ + b 1.5", "b.grad 2 uses 2.5"]
    expect(status).to_contain_text("Both have arrived: b.grad is their sum, 2.5.")
    expect(widget).to_contain_text("Use 2 pulls with use 1 (cosine 1).")
    expect(widget).to_contain_text("Step of 0.1 × b.grad: loss 1.63 → 1.06.")
    press(widget, "Back")
    assert cards(widget)[0] == "Use 1 z₁ = x₁ + b ?"
    assert effects(widget)[0][2:] == ["?"] * 4
    press(widget, "To the start")
    assert cards(widget)[2] == "sum so far 0 of 2 uses ?"


def test_every_control_is_reached_and_worked_by_keyboard(opened):
    visited, widget = opened(GradientTrace("bias"))
    keyboard = visited.page.keyboard
    widget.get_by_label("Example", exact=True).focus()
    reached = []
    name = "focusedElement().labels?.[0]?.textContent || focusedElement().ariaLabel"
    for _ in range(16):
        reached.append(visited.page.evaluate(f"{name} || focusedElement().textContent"))
        keyboard.press("Tab")
    assert reached[:14] == [
        "Example", "Start from", "Loss", "Reset", "Input x₁", "Input x₂", "Bias b", "Target t₁",
        "Target t₂", "To the start", "Back", "Forward", "To the end", "Step of backward",
    ]  # fmt: skip
    scrub = slider(widget, "Step of backward")
    scrub.press("End")
    expect(scrub).to_have_attribute("aria-valuetext", "step 5 of 5")
    assert cards(widget)[2] == "b.grad 2 uses 2.5"
    scrub.press("ArrowLeft")
    assert cards(widget)[2] == "sum so far 1 of 2 uses 1.5"


def test_uses_that_oppose_each_other_are_named_and_a_step_goes_against_one(opened):
    _, widget = opened(GradientTrace("bias"))
    widget.get_by_label("Start from").select_option("oppose")
    press(widget, "To the end")
    assert cards(widget) == [
        "Use 1 z₁ = x₁ + b −1", "Use 2 z₂ = x₂ + b 1.5", "b.grad 2 uses 0.5",
    ]  # fmt: skip
    expect(widget).to_contain_text("Use 2 pulls against use 1 (cosine −1).")
    expect(widget).to_contain_text("The step goes against use 1, since the other use pulls harder.")
    assert effects(widget)[0][2:5] == ["1", "−1", "−200 %"]
    widget.get_by_label("Start from").select_option("cancel")
    press(widget, "To the end")
    expect(widget).to_contain_text("The contributions cancel: b.grad is zero")


def test_a_slider_moved_after_backward_moves_the_sum_and_is_announced_once(opened):
    visited, widget = opened(GradientTrace("bias"))
    press(widget, "To the end")
    status = widget.get_by_role("status")
    expect(status).to_contain_text("b.grad is their sum")
    status.evaluate(WATCH)
    drawn = slider(widget, "Input x₁").evaluate(DRAG)
    assert [re.sub(r"\s+", "", one) for one in drawn] == [
        f"b.grad2uses{total}" for total in ("2.6", "2.7", "2.8")
    ]
    expect(status).to_have_text("Input x₁: 1.3, was 1. The loss is 1.97. b.grad is 2.8, was 2.5.")
    visited.page.wait_for_timeout(500)
    assert len(visited.page.evaluate("announced")) == 1
    press(widget, "Reset")
    expect(widget.locator(".tied-seen")).to_contain_text("Input x₁: 1, was 1.3.")
    assert cards(widget)[2] == "sum so far 0 of 2 uses ?"


def test_another_example_opens_with_another_graph_before_backward(opened):
    _, widget = opened(GradientTrace("twice"))
    press(widget, "To the end")
    widget.get_by_label("Example", exact=True).select_option("embedding")
    assert widget.locator(".trace-node").count() == 6
    expect(widget.locator(".trace-squares").first).to_contain_text("?")
    press(widget, "Forward", 2)  # the loss, and the scores, which use the table whole
    expect(widget.get_by_role("status")).to_contain_text(
        "Use 3 contributes a matrix of 6 × 3 numbers with norm 1.02"
    )
    press(widget, "Forward", 3)
    expect(widget.get_by_role("status")).to_contain_text("in row “the” to E")
    widget.get_by_label("Example", exact=True).select_option("rnn")
    labels = widget.locator(".trace-settings label").all_inner_texts()
    assert labels[:4] == ["Matrix W", "Input sequence", "Time steps", "Scale of W"]
    expect(widget.get_by_label("Start from")).to_have_value("pulse")
    slider(widget, "Time steps").press("End")
    assert widget.locator(".trace-badge").count() == 6
    widget.get_by_label("Loss").select_option("sum")
    expect(slider(widget, "Target t₁")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 360])
def test_every_mark_of_a_contribution_can_be_seen_and_no_step_moves_the_page(opened, width):
    marks = "root => [...root.querySelectorAll('[data-sign]')].map(m => m.getBoundingClientRect())"
    _, widget = opened(GradientTrace("embedding", preset="itself", compact=True), width=width)
    heights, drawn = [widget.bounding_box()["height"]], 0
    widget.get_by_role("button", name="Forward").focus()
    for _ in range(5):
        widget.page.keyboard.press("Enter")
        boxes = widget.evaluate(marks)
        assert all(min(box["width"], box["height"]) >= 6 for box in boxes)
        drawn = max(drawn, len(boxes))
        heights.append(widget.bounding_box()["height"])
    assert drawn == 3 + 3 + 18 + 18  # the entries that are not zero, of three uses and the sum
    assert len(set(heights)) == 1
    expect(widget).to_contain_text("A circle: below 25\u00a0% of the largest entry of all.")


def test_what_the_graph_shows_is_in_a_table(opened):
    _, widget = opened(GradientTrace("twice"))
    press(widget, "Forward", 3)
    widget.get_by_text("The graph as a table").click()
    table = widget.get_by_role("table", name="The graph as a table")
    rows = {row.split("\t")[0]: row.split("\t")[1:] for row in table.inner_text().splitlines()}
    assert rows["A₂ = W Z₁"] == ["(0, −2.5)", "(−1, −1)", "use 2: (−1, 2; −1, 2)"]
    assert rows["A₁ = W x"] == ["(0.5, −1.5)", "?", "use 1: ?"]
    assert rows["b₁"][:2] == ["(0.5, −0.5)", "–"]
    assert rows["t"][:2] == ["(1, −1)", "–"]
    label = widget.locator(".trace-graph").get_attribute("aria-label")
    assert label and "3 of 5 steps of backward are taken" in label


def test_a_model_of_the_reader_is_drawn_and_its_parameters_can_be_watched(opened):
    torch.manual_seed(0)
    visited, widget = opened(GradientTrace(Reused(), torch.randn(4, 6)))
    assert widget.locator(".trace-badge").count() == 3
    expect(widget.locator('[data-source="build"]')).to_be_visible()
    press(widget, "To the end")
    expect(widget.get_by_role("status")).to_contain_text("All 3 have arrived: fc.weight.grad")
    assert widget.locator(".trace-card .trace-squares").count() == 4
    widget.locator(".trace-node[data-kind=other]").click()
    expect(widget.locator(".tied-seen")).to_have_text("Now at fc.bias, with 3 uses.")
    expect(widget).to_contain_text("What arrives at fc.bias")
    assert visited.problems == []


def test_a_model_with_too_many_nodes_gets_a_table_and_its_steps(opened):
    class Deep(Reused):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            for _ in range(40):
                x = torch.tanh(self.fc(x))
            return self.out(x)

    visited, widget = opened(GradientTrace(Deep(), torch.randn(4, 6)), width=360)
    expect(widget).to_contain_text("too many for a picture")
    expect(widget.locator(".trace-graph")).to_be_hidden()
    table = widget.get_by_role("table", name="All uses and the norms of their contributions")
    assert table.locator("tbody tr").count() == 2 * 40 + 2
    press(widget, "Forward")
    expect(widget.get_by_role("status")).to_contain_text(
        "Step 1 of 40: Use 40, fc (call 39): addmm, contributes a matrix of 6 × 6 numbers with"
    )
    expect(widget).to_contain_text("32 more uses: see the table.")
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert visited.problems == []


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_contributions_and_their_sum_have_the_colours_of_the_theme(opened, theme, colours):
    visited, widget = opened(GradientTrace("twice"), theme=theme)
    visited.page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    press(widget, "To the end")
    painted = [
        widget.locator(f'.trace-card[data-role="{role}"] .trace-matrix').first.evaluate(
            "node => getComputedStyle(node).borderInlineStartColor"
        )
        for role in ("separate", "tied")
    ]
    borders = ["#" + bytes(map(int, re.findall(r"\d+", one))).hex() for one in painted]
    assert borders == [colours["separate"], colours["tied"]]


@pytest.mark.parametrize("example", ["bias", "twice", "rnn", "embedding"])
def test_it_fits_a_phone(opened, example):
    visited, widget = opened(GradientTrace(example), width=360, height=740)
    for _ in range(2):
        assert visited.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert widget.evaluate(TOO_WIDE) == []
        graph = widget.locator(".trace-left .tied-scroll")
        assert graph.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
        if slider(widget, "Step of backward").input_value() == "0":
            press(widget, "To the end")
    assert visited.problems == []


@pytest.mark.parametrize("example", ["bias", "twice", "rnn", "embedding"])
def test_the_page_below_stays_where_it_is_while_backward_runs(opened, example):
    visited, widget = opened(GradientTrace(example))
    heights = []
    for _ in range(int(slider(widget, "Step of backward").get_attribute("max") or 0)):
        heights.append(widget.evaluate("node => node.offsetHeight"))
        press(widget, "Forward")
    heights.append(widget.evaluate("node => node.offsetHeight"))
    assert max(heights) - min(heights) <= 1, heights
    assert visited.problems == []


def test_the_entries_of_the_shared_matrix_are_written(opened):
    _, widget = opened(GradientTrace("twice"))
    given = widget.locator(".trace-given")
    assert " ".join(given.inner_text().split()) == "Entries of W 1 0.5 −0.5 1"
    widget.get_by_label("Matrix W").select_option("swap")
    assert " ".join(given.inner_text().split()) == "Entries of W 0 1 1 0"
    widget.get_by_label("Example", exact=True).select_option("embedding")
    assert " ".join(given.inner_text().split()[:8]) == "Entries of E the 0.4 −0.2 0.1 cat"
    widget.get_by_label("Example", exact=True).select_option("bias")
    expect(given).to_be_hidden()


@pytest.mark.parametrize(
    ("example", "preset", "first", "end"),
    [
        ("twice", "forward", "Use 1 A₁ = W x −0.5 0.5 −1.5 1.5", "Both have arrived: W.grad is"),
        ("embedding", "itself", "Use 1 row “the”", "All 3 have arrived: E.grad is"),
    ],
)
@pytest.mark.parametrize(("width", "room", "most"), [(1280, 667, 640), (360, 325, 900)])
def test_compact_it_has_backward_and_what_arrives_and_fits_one_screen(
    opened, example, preset, first, end, width, room, most
):
    widget = GradientTrace(example, preset=preset, compact=True)
    visited, trace = opened(widget, width=width)
    visited.page.add_style_tag(content=f".trace {{ max-inline-size: {room}px }}")  # as a page
    expect(trace.get_by_label("Example", exact=True)).to_have_count(0)
    expect(trace.get_by_text("Do the uses agree?")).to_have_count(0)
    heights = []
    for step in range(6):
        heights.append(trace.evaluate("node => node.offsetHeight"))
        if step < 5:
            press(trace, "Forward")
    assert max(heights) <= most
    assert max(heights) - min(heights) <= 1, heights
    assert cards(trace)[0].startswith(first)
    expect(trace.get_by_role("status")).to_contain_text(end)
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert trace.evaluate(TOO_WIDE) == []
    assert visited.problems == []


def test_compact_it_writes_all_numbers_that_a_small_example_needs(opened):
    """With W, x, b₁, b₂ and t a reader calculates all the others."""
    _, widget = opened(GradientTrace("twice", compact=True))
    given = " ".join(widget.locator(".trace-given").inner_text().split())
    assert given == "Entries of W 1 0.5 −0.5 1"
    nodes = widget.locator(".trace-node[data-kind=input]").all_text_contents()
    wanted = {"x": "(1, −1)", "b₁": "(0.5, −0.5)", "b₂": "(0, 0.5)", "t": "(1, −1)"}
    for name, value in wanted.items():
        assert any(one.startswith(name) and one.endswith(value) for one in nodes), name


def test_compact_it_draws_a_model_too(opened):
    torch.manual_seed(0)
    visited, widget = opened(GradientTrace(Reused(), torch.randn(4, 6), compact=True))
    press(widget, "To the end")
    expect(widget.get_by_role("status")).to_contain_text("All 3 have arrived: fc.weight.grad")
    expect(widget.locator(".trace-card")).to_have_count(4)
    expect(widget.get_by_label("Parameter")).to_have_count(0)
    assert visited.problems == []


@pytest.mark.parametrize(("width", "most"), [(1280, 640), (360, 900)])
def test_on_the_page_of_its_chapter_it_fits_one_screen(served, visit, width, most):
    page = visit(f"{served}/notebooks/mechanisms/gradient-aggregation.html", width=width).page
    widget = page.locator(".trace")
    press(widget, "To the end")
    assert widget.evaluate("node => node.offsetHeight") <= most
    assert page.evaluate("document.documentElement.scrollWidth") <= width
