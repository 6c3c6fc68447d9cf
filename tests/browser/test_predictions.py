"""Predictions in Chromium: answered, locked, kept, forgotten, and open where they must be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import INTO_WIDGETS
from tests.browser.test_accessibility import violations
from tests.predictions import demo
from tools.server import serving

BLOCKED = """
for (const kind of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, kind, { get() { throw new DOMException("no", "SecurityError"); } });
}
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
LATER = "Date.now = () => {now};"
DAY = 86_400_000


@pytest.fixture(scope="session")
def demo_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the demo book."""
    with serving(demo.built(tmp_path_factory)) as server:
        yield server.address


class Reader:
    """Somebody with a browser, who keeps it from page to page."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(f"{error}\n{error.stack}"))

    def read(self, page: str) -> Page:
        """Open a page anew."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/{page}", wait_until="load")
        return self.page

    @property
    def own_errors(self) -> list[str]:
        """Errors of the scripts of predictions; the theme's own need a store."""
        return [error for error in self.errors if "tied-" in error]


@pytest.fixture
def reader(chromium: Browser, demo_address: str) -> Iterator[Callable[..., Reader]]:
    """``reader(width=1280, theme="light", script="", **options)``: somebody with a browser."""
    contexts: list[BrowserContext] = []

    def arrives(width: int = 1280, theme: str = "light", script: str = "", **options) -> Reader:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.add_init_script(INTO_WIDGETS)
        if script:
            context.add_init_script(script)
        return Reader(context, demo_address)

    yield arrives
    for context in contexts:
        context.close()


def box(page: Page, name: str) -> Locator:
    """The prediction of this name."""
    return page.locator(f".prediction:has(#predict-{name})")


def lock(page: Page, name: str) -> Locator:
    return box(page, name).get_by_role("button", name="Lock my answer")


def answer_alias(page: Page, place: int) -> Locator:
    """Choose an option of the first prediction and lock it."""
    box(page, "alias").get_by_role("radio").nth(place).check()
    lock(page, "alias").click()
    return box(page, "alias")


def is_withheld(page: Page, name: str) -> bool:
    """Whether nothing of the output and the outcome can be seen or heard."""
    parts = box(page, name).locator(".withheld")
    heard = box(page, name).aria_snapshot()
    shown = [parts.nth(index).get_attribute("hidden") for index in range(parts.count())]
    return all(value == "until-found" for value in shown) and "What came out" not in heard


def test_nothing_of_the_answer_is_seen_or_heard_before_it_is_locked(reader):
    page = reader().read("notebooks/ends.html")
    heard = page.locator("main").aria_snapshot()
    assert "cancel every time" not in heard and "alias -0.50" not in heard
    assert "run(start=-0.5)" in page.locator("main").inner_text()
    for name in ("alias", "count"):
        assert is_withheld(page, name)
        parts = box(page, name).locator(".withheld")
        for index in range(parts.count()):
            height = parts.nth(index).evaluate("element => element.getBoundingClientRect().height")
            assert height == 0


def test_locking_unfolds_and_speaks_to_the_answer_that_was_chosen(reader):
    page = reader().read("notebooks/ends.html")
    found = answer_alias(page, 1)
    told = found.locator(".outcome").inner_text()
    places = [
        told.index(words)
        for words in (
            "You said: At 1, as the tie.".split("1")[0],
            "it has one gradient",
            "What came out: It stays",
            "the two steps cancel every time",
            "The explanation goes on",
            "What the other answers overlook",
        )
    ]
    assert places == sorted(places)
    assert "first use alone" not in told
    assert "Right." not in told  # it would stand in the answer to a wrong one
    marks = found.locator(".predict-option")
    expect(marks.nth(0)).to_contain_text("what came out")
    expect(marks.nth(1)).to_contain_text("your answer")
    expect(found.get_by_role("status")).to_have_text("It came out otherwise.")
    expect(found.locator(".predict-result")).to_be_focused()
    expect(found.locator(".cell_output")).to_be_visible()
    assert is_withheld(page, "count")


def test_a_right_answer_is_told_so_and_not_told_twice(reader):
    page = reader().read("notebooks/ends.html")
    found = answer_alias(page, 0)
    told = found.locator(".outcome").inner_text()
    assert told.count("cancel every time") == 1
    assert "Right." not in told and "You said" not in told  # the form has said so
    expect(found.locator(".predict-result")).to_contain_text("It stays")
    expect(found.get_by_role("status")).to_have_text("It came out as you predicted.")


def test_a_button_that_cannot_be_pressed_says_why_before_and_after(reader):
    page = reader().read("notebooks/ends.html")
    for name, words in (("alias", "Choose an answer"), ("count", "Write a number")):
        button = lock(page, name)
        expect(button).to_have_attribute("aria-disabled", "true")
        expect(button).to_have_accessible_description(re.compile(words))
        button.click(force=True)  # Playwright would wait until it can be pressed
        assert is_withheld(page, name)
        expect(box(page, name).get_by_role("status")).to_contain_text(words)


def test_show_me_shows_and_counts_as_no_mistake(reader):
    page = reader().read("notebooks/ends.html")
    box(page, "alias").get_by_role("button", name="Show me").click()
    told = box(page, "alias").locator(".outcome").inner_text()
    assert "You said" not in told and "cancel every time" in told
    summary = page.locator(".your-predictions")
    expect(summary).to_contain_text("1 was shown without a prediction")
    expect(summary).not_to_contain_text("surprised you:")


@pytest.mark.parametrize(
    ("written", "result", "sentence"),
    [
        ("121", "It came out as you predicted.", "You said 121 numbers."),
        (
            "126,5",
            "It came out as you predicted: the answer is within 5% of what came out.",
            "You said 126.5 numbers.",
        ),
        ("193", "It came out otherwise.", "that counts both layers"),
        ("1,930", "It came out otherwise.", "You said 1,930 numbers."),
    ],
)
def test_a_number_is_judged_with_its_tolerance(reader, written, result, sentence):
    page = reader().read("notebooks/ends.html")
    field = box(page, "count").get_by_role("textbox", name="Your answer: numbers")
    field.fill("so many")
    expect(box(page, "count").locator(".predict-hint")).to_contain_text("not a number")
    field.fill(written)
    field.press("Enter")
    expect(box(page, "count").get_by_role("status")).to_have_text(result)
    expect(box(page, "count")).to_contain_text(sentence)
    expect(box(page, "count")).to_contain_text("What came out: 121 numbers")


def test_the_whole_of_a_choice_is_done_by_keyboard(reader):
    page = reader().read("notebooks/ends.html")
    box(page, "alias").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(lock(page, "alias")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, "alias").locator(".predict-result")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert is_withheld(page, "alias")
    expect(box(page, "alias").get_by_role("radio").first).to_be_focused()


def test_an_order_is_made_by_keyboard_and_focus_stays_on_what_moves(reader):
    page = reader().read("notebooks/curves.html")
    found = box(page, "rank")
    up = found.get_by_role("button", name="Move up: The convolution")
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(found.get_by_role("status")).to_have_text("The convolution: now 2 of 3.")
    page.keyboard.press("Enter")
    expect(found.get_by_role("button", name="Move down: The convolution")).to_be_focused()
    found.get_by_role("button", name="Move down: The dense layer").click()
    lock(page, "rank").click()
    expect(found.get_by_role("status")).to_have_text("It came out as you predicted.")
    expect(found.locator("figure, .picture")).to_be_visible()
    expect(found.locator(".figure-caption")).to_be_visible()


def test_the_reply_to_a_wrong_order_names_the_right_one_once_and_in_words(reader):
    page = reader().read("notebooks/curves.html")
    found = box(page, "rank")
    found.get_by_role("button", name="Move up: The convolution").click()
    lock(page, "rank").click()
    assert found.locator(".predict-own").all_inner_texts() == ["option 1", "option 3", "option 2"]
    expect(found.locator(".predict-option").first).to_contain_text("came out in place 3")
    assert found.locator(".outcome-order li").all_inner_texts() == [
        "The convolution (you: 2)",
        "The locally connected layer (you: 3)",
        "The dense layer (you: 1)",
    ]
    told = found.locator(".outcome").inner_text()
    assert "Right order" not in told and "3, 2, 1" not in told
    assert "608 5408 476672, from the fewest to the most." in told
    expect(found.locator(".predict-result")).to_have_text("It came out otherwise.")


def test_a_right_order_is_not_told_once_more(reader):
    page = reader().read("notebooks/curves.html")
    found = box(page, "rank")
    for _ in range(2):
        found.get_by_role("button", name="Move up: The convolution").click()
    found.get_by_role("button", name="Move down: The dense layer").click()
    lock(page, "rank").click()
    expect(found.locator(".predict-result")).to_have_text("It came out as you predicted.")
    expect(found.locator(".outcome-order")).to_have_count(0)
    told = found.locator(".outcome").inner_text()
    assert "Right order" not in told and told.count("608 5408 476672") == 1


def test_a_quoted_line_of_the_same_numbers_is_left_to_the_output(visit, served):
    """The chapter on bias and variance quotes `from smallest to largest: [1, 3, 2]`."""
    page = visit(f"{served}/notebooks/principles/bias-and-variance.html").page
    found = box(page, "saving")
    found.get_by_role("button", name="Move down: The mean of 100").click()
    lock(page, "saving").click()
    told = found.locator(".outcome").inner_text()
    assert "[1, 3, 2]" not in told and "Right order:" not in told
    assert re.search(r"\nA hundred thermometers", told)
    expect(found.locator(".cell_output")).to_contain_text("[1, 3, 2]")


def test_the_other_sentences_name_the_option_that_each_is_for(reader):
    page = reader().read("notebooks/ends.html")
    found = answer_alias(page, 1)
    others = found.locator(".outcome-others")
    others.locator("summary").click()
    (said,) = others.locator("li").all()
    expect(said.locator(".outcome-option")).to_contain_text("At")
    expect(said).to_contain_text("That is where the first use alone would go.")
    for part in said.locator(".outcome-option").all():
        assert "first use" not in part.inner_text()


def test_how_near_is_near_enough_is_said_before_locking_and_once(reader):
    somebody = reader()
    page = somebody.read("notebooks/curves.html")
    near = box(page, "risk").locator(".predict-near")
    expect(near).to_have_text("Values within 0.2 of what comes out are right.")
    expect(near).to_be_visible()
    expect(box(page, "rank").locator(".predict-near")).to_be_hidden()
    page = somebody.read("notebooks/ends.html")
    near = box(page, "count").locator(".predict-near")
    expect(near).to_have_text("An answer within 5% of what comes out is right.")
    box(page, "count").get_by_role("textbox").fill("126")
    lock(page, "count").click()
    expect(near).to_be_hidden()


def test_no_line_leads_to_a_point_that_is_not_set(reader):
    page = reader().read("notebooks/curves.html")
    found = box(page, "risk")
    lines = found.locator(".plot-said polyline")
    rings = found.locator(".plot-said .unset")
    expect(lines).to_have_count(0)
    expect(rings).to_have_count(3)
    sliders = found.get_by_role("slider")
    sliders.nth(0).press("PageUp")
    expect(lines).to_have_count(0)
    sliders.nth(2).press("PageUp")
    expect(lines).to_have_count(0)
    sliders.nth(1).press("PageUp")
    expect(lines).to_have_count(1)
    expect(rings).to_have_count(0)
    assert len((lines.get_attribute("points") or "").split()) == 3


def test_a_curve_is_set_by_keyboard_and_drawn_beside_what_came_out(reader):
    page = reader().read("notebooks/curves.html")
    found = box(page, "risk")
    sliders = found.get_by_role("slider")
    expect(sliders).to_have_count(3)
    for index, steps in enumerate((10, 0, 10)):
        sliders.nth(index).focus()
        page.keyboard.press("PageUp")
        for _ in range(steps):
            page.keyboard.press("ArrowUp")
    expect(sliders.first).to_have_attribute("aria-valuetext", re.compile(r"^risk \d"))
    lock(page, "risk").click()
    rows = found.locator(".predict-comparison tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(3)).to_contain_text("2.1")
    assert found.locator(".plot-came-out path").count() == 3


def test_a_curve_is_dragged_and_needs_all_of_its_points(reader):
    page = reader().read("notebooks/curves.html")
    found = box(page, "risk")
    found.scroll_into_view_if_needed()
    handles = found.locator(".plot-handle")
    for index in range(3):
        expect(lock(page, "risk")).to_have_attribute("aria-disabled", "true")
        place = handles.nth(index).bounding_box()
        assert place is not None
        x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y - 30)
        page.mouse.up()
    lock(page, "risk").click()
    expect(found.locator(".predict-result")).to_contain_text("It came out otherwise.")
    kept = page.evaluate("Object.values(localStorage).find((text) => text.includes('answer'))")
    assert all(1.5 < value < 3 for value in json.loads(kept)["answer"])  # up from the middle


def test_a_value_that_stands_where_it_is_meant_is_set_by_a_key_or_a_press_of_the_thumb(reader):
    page = reader().read("notebooks/curves.html")
    found = box(page, "risk")
    sliders, outputs = found.get_by_role("slider"), found.locator("output")
    unset = found.locator(".plot-dot.unset")
    for index in range(3):
        expect(outputs.nth(index)).to_have_text("not set")
        expect(sliders.nth(index)).to_have_attribute("aria-valuetext", "risk not set")
        expect(sliders.nth(index)).to_have_value("1.5")  # the middle, and none of 0.1, 1.1, 2.1
    expect(unset).to_have_count(3)
    found.locator(".predict-sliders label > span").first.click()  # a label is no value
    expect(unset).to_have_count(3)
    for index, key in enumerate(("Enter", "Space")):
        sliders.nth(index).focus()
        page.keyboard.press(key)
        expect(outputs.nth(index)).to_have_text("1.5")
        expect(unset).to_have_count(2 - index)
    sliders.nth(2).click()  # in the middle of the track, where the thumb stands
    expect(sliders.nth(2)).to_have_value("1.5")
    expect(outputs.nth(2)).to_have_text("1.5")
    expect(unset).to_have_count(0)
    assert is_withheld(page, "risk")
    page.keyboard.press("Enter")  # all are set: now it locks
    expect(found.locator(".predict-result")).to_be_focused()


@pytest.mark.parametrize("key", ["Home", "PageDown", "ArrowLeft"])
def test_a_key_at_the_end_of_the_range_sets_the_value_there(reader, key: str):
    page = reader().read("notebooks/curves.html")
    slider = box(page, "risk").get_by_role("slider").first
    slider.evaluate("slider => { slider.value = 0; slider.dispatchEvent(new Event('input')) }")
    slider.focus()
    page.keyboard.press(key)
    expect(box(page, "risk").locator("output").first).to_have_text("0")


def test_a_wrong_curve_is_told_value_by_value(reader):
    page = reader().read("notebooks/curves.html")
    found = box(page, "risk")
    sliders = found.get_by_role("slider")
    for index, value in enumerate((2, 1, 3)):  # the right ones are 0.1, 1.1 and 2.1
        sliders.nth(index).fill(str(value))
    lock(page, "risk").click()
    told = [item.inner_text() for item in found.locator(".outcome-missed li").all()]
    assert [text.split(": ")[1] for text in told] == [
        "you said 2, it is 0.1.",
        "you said 3, it is 2.1.",
    ]
    assert [text.split(": ")[0].split("=")[1].strip() for text in told] == ["0", "1"]
    expect(found.locator(".outcome")).to_contain_text("Not near enough")


def test_a_right_curve_is_not_corrected(reader):
    page = reader().read("notebooks/curves.html")
    found = box(page, "risk")
    for index, value in enumerate((0, 1, 2)):
        found.get_by_role("slider").nth(index).fill(str(value))
    lock(page, "risk").click()
    expect(found.get_by_role("status")).to_contain_text("It came out as you predicted")
    expect(found.locator(".outcome-missed")).to_have_count(0)


def test_a_value_goes_through_its_range_in_200_presses_and_is_met_with_shift(visit, served):
    """The curve of the chapter on training, from 0 to 6 in steps of 0.01, by keyboard alone."""
    page = visit(f"{served}/notebooks/mechanisms/training-shared-weights.html").page
    found = box(page, "perpendicular")
    sliders = found.get_by_role("slider")
    words = "Arrow keys change a value by 0.05, with Shift by 0.01."
    expect(sliders.first).to_have_accessible_description(words)
    sliders.first.focus()
    page.keyboard.press("Home")  # the lower end is an answer as well
    expect(found.locator("output").first).to_have_text("0")
    for key, end in (("ArrowUp", "6"), ("ArrowDown", "0")):
        for _ in range(200):
            page.keyboard.press(key)
        expect(sliders.first).to_have_value(end)
    for index, goal in enumerate((1.0, 2.0, 3.5), 1):
        sliders.nth(index).focus()
        page.keyboard.press("End")
        page.keyboard.press("PageDown")
        expect(sliders.nth(index)).to_have_value("5.4")
        for _ in range(round((5.4 - goal) / 0.05)):
            page.keyboard.press("ArrowLeft")
        expect(sliders.nth(index)).to_have_attribute("aria-valuetext", re.compile(rf" {goal:g}$"))
        page.keyboard.press("Shift+ArrowRight")
        expect(sliders.nth(index)).to_have_value(f"{goal + 0.01:g}")
    lock(page, "perpendicular").click()
    expect(found.locator(".predict-comparison")).to_contain_text("3.51")
    expect(found.locator(".predict-result")).to_contain_text("It came out as you predicted")


def test_who_returns_finds_everything_as_it_was(reader):
    somebody = reader()
    page = somebody.read("notebooks/ends.html")
    answer_alias(page, 2)
    page = somebody.read("notebooks/ends.html")
    expect(box(page, "alias").locator(".predict-result")).to_contain_text("It came out otherwise.")
    expect(box(page, "alias").locator(".outcome")).to_contain_text("first use alone")
    expect(box(page, "alias").get_by_role("radio").nth(2)).to_be_checked()
    assert is_withheld(page, "count")
    page.locator(".your-predictions").get_by_role("button", name="Forget all").click()
    assert is_withheld(page, "alias")
    page = somebody.read("notebooks/ends.html")
    assert is_withheld(page, "alias")


def test_another_question_is_asked_anew(reader):
    """The key of an answer is that of the question: another key finds nothing."""
    somebody = reader()
    page = somebody.read("notebooks/ends.html")
    answer_alias(page, 2)
    key = box(page, "alias").get_attribute("data-key")

    def changed(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace(str(key), "0123456789ab"))

    somebody.context.route("**/notebooks/ends.html", changed)
    page = somebody.read("notebooks/ends.html")
    assert is_withheld(page, "alias")


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "null",
        "[]",
        '{"answer": 9, "verdict": "wrong", "at": 1}',
        '{"answer": "<img src=x onerror=alert(1)>", "verdict": "wrong", "at": 1}',
        '{"answer": 1, "verdict": "<b>", "at": 1}',
        '{"answer": 1, "verdict": "constructor", "at": 1}',
        '{"answer": 1, "verdict": "right", "at": "soon"}',
    ],
)
def test_what_somebody_else_wrote_into_the_store_is_no_answer(reader, text: str):
    somebody = reader()
    page = somebody.read("notebooks/ends.html")
    key = box(page, "alias").get_attribute("data-key")
    page.evaluate(
        "([key, text]) => localStorage.setItem(`tied-prediction:${key}`, text)", [key, text]
    )
    page = somebody.read("notebooks/ends.html")
    assert is_withheld(page, "alias")
    answer_alias(page, 0)
    expect(box(page, "alias").get_by_role("status")).to_have_text("It came out as you predicted.")
    assert somebody.own_errors == []


@pytest.mark.parametrize("script", [BLOCKED, FULL])
def test_without_a_store_everything_works_for_the_visit(reader, script: str):
    somebody = reader(script=script)
    page = somebody.read("notebooks/ends.html")
    answer_alias(page, 1)
    expect(box(page, "alias").locator(".outcome")).to_contain_text("it has one gradient")
    expect(page.locator(".your-predictions")).to_contain_text(
        "0 of the 2 came out as you predicted"
    )
    expect(page.locator(".your-predictions")).to_contain_text("These surprised you")
    box(page, "alias").get_by_role("button", name="Forget my answer").click()
    assert is_withheld(page, "alias")
    page = somebody.read("book/review.html")
    expect(page.locator(".review")).to_contain_text("This browser keeps nothing")
    assert somebody.own_errors == []


def test_the_summary_counts_and_leads_to_what_surprised(reader):
    page = reader().read("notebooks/ends.html")
    summary = page.locator(".your-predictions")
    expect(summary).to_contain_text("2 are still open")
    answer_alias(page, 1)
    expect(summary).to_contain_text("0 of the 2 came out as you predicted. 1 is still open.")
    link = summary.get_by_role("link", name="Adam starts the alias")
    expect(link).to_have_attribute("href", "#predict-alias")
    field = box(page, "count").get_by_role("textbox")
    field.fill("121")
    field.press("Enter")
    expect(summary).to_contain_text("1 of the 2 came out as you predicted.")


def test_an_address_opens_what_it_leads_into(reader):
    somebody = reader()
    page = somebody.read("notebooks/ends.html#outcome-alias")
    expect(box(page, "alias").locator(".outcome")).to_be_visible()
    expect(page.locator("#outcome-alias")).to_be_in_viewport()
    assert is_withheld(page, "count")
    page.evaluate("location.hash = '#outcome-count'")
    expect(page.locator("#outcome-count")).to_be_in_viewport()
    page = somebody.read("notebooks/ends.html#%E0%A4%A")
    assert somebody.own_errors == []


def test_the_own_search_opens_what_it_marks(reader):
    page = reader().read("notebooks/ends.html?highlight=cancel")
    expect(page.locator("#outcome-alias .highlighted")).to_be_visible()
    assert is_withheld(page, "count")


def test_searching_in_the_page_opens_what_it_finds(reader):
    """Chromium tells a hidden part that it was found by this event, before it scrolls there."""
    page = reader().read("notebooks/ends.html")
    page.locator("#outcome-alias").dispatch_event("beforematch")
    expect(page.locator("#outcome-alias")).to_be_visible()
    expect(box(page, "alias").locator(".cell_output")).to_be_visible()
    assert is_withheld(page, "count")


@pytest.mark.parametrize("answered", [False, True])
def test_on_paper_everything_is_open_and_as_it_was_written(reader, answered: bool):
    page = reader().read("notebooks/ends.html")
    if answered:
        answer_alias(page, 1)
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    for words in ("from 6.0 alias", "cancel every time", "first use alone", "A name is not"):
        assert re.sub(r"\s+", " ", text).count(words) == 1, words
    for words in ("Lock my answer", "Show me", "You said", "Your predictions"):
        assert words not in text
    assert page.locator("#predict-count").get_by_text("Unit: numbers").is_visible()
    page.goto(page.url.replace("ends", "curves"))
    assert page.locator("#predict-risk table").first.is_visible()
    assert page.locator("#predict-risk svg").is_hidden()


def test_without_javascript_everything_is_open(reader):
    page = reader(java_script_enabled=False).read("notebooks/ends.html")
    text = re.sub(r"\s+", " ", page.locator("main").inner_text())
    for words in ("It stays at", "from 6.0 alias", "cancel every time", "The explanation goes on"):
        assert words in text
    expect(page.locator("#outcome-alias")).to_be_visible()
    expect(page.locator("#predict-alias li").first).to_be_visible()
    expect(page.locator(".your-predictions")).to_be_hidden()


def test_what_is_withheld_appears_if_the_script_does_not_come(reader):
    somebody = reader()
    somebody.context.route("**/tied-predictions.js*", lambda route: route.abort())
    page = somebody.read("notebooks/ends.html")
    expect(page.locator("#outcome-alias")).to_be_visible(timeout=8000)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_is_accessible_and_does_not_scroll_sideways(reader, theme: str, width: int):
    somebody = reader(width=width, theme=theme)
    somebody.context.add_init_script(path=AXE_FILE_PATH)
    for name in ("notebooks/ends", "notebooks/curves", "book/review", "book/intro"):
        page = somebody.read(f"{name}.html")
        assert violations(page, width) == []
        if name == "notebooks/ends":
            answer_alias(page, 1)
        else:
            while page.get_by_role("button", name="Show me").count():
                page.get_by_role("button", name="Show me").first.click()
        assert violations(page, width) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert somebody.errors == []


def test_the_map_shows_how_far_one_is(reader):
    somebody = reader()
    page = somebody.read("book/intro.html")
    assert page.locator(".map-progress").count() == 0
    answer_alias(somebody.read("notebooks/ends.html"), 0)
    page = somebody.read("book/intro.html")
    expect(page.locator(".map-progress")).to_have_count(1)
    station = page.locator(".book-map li", has_text="Where does it end?")
    expect(station).to_contain_text("1/2")
    expect(station.get_by_role("img", name="1 of 2 predictions locked")).to_be_visible()


def test_the_review_asks_a_day_later_and_then_less_and_less_often(reader):
    somebody = reader()
    page = somebody.read("notebooks/ends.html")
    answer_alias(page, 1)
    now = page.evaluate("Date.now()")
    page = somebody.read("book/review.html")
    expect(page.locator(".review")).to_contain_text("0 questions are due now. 3 more will come")
    waits = [1, 3, 7, 21]
    for wait in waits:
        now += wait * DAY + 1000
        somebody.context.add_init_script(LATER.format(now=now))
        page = somebody.read("book/review.html")
        expect(page.locator(".review")).to_contain_text("3 questions are due now.")
        for _ in range(3):
            page.get_by_role("button", name="Show the answer").click()
            page.get_by_role("button", name="I knew it").click()
        expect(page.locator(".review")).to_contain_text("0 questions are due now.")
    expect(page.locator(".review")).not_to_contain_text("more will come")


def test_what_was_not_known_comes_back_the_next_day(reader):
    somebody = reader()
    page = somebody.read("notebooks/ends.html")
    answer_alias(page, 1)
    now = page.evaluate("Date.now()") + 2 * DAY
    somebody.context.add_init_script(LATER.format(now=now))
    page = somebody.read("book/review.html")
    card = page.locator(".review-card")
    expect(card).to_contain_text("Question 1 of 3 Where does it end? · Ends")
    expect(card).to_contain_text("Adam starts the alias")
    expect(card).not_to_contain_text("cancel every time")
    page.get_by_role("button", name="Show the answer").click()
    told = " ".join((card.text_content() or "").split())
    places = [told.index(one) for one in ("Answer: It stays", "You said: At", "cancel every time")]
    assert places == sorted(places) and "Right." not in told
    link = card.get_by_role("link", name="Read it again")
    assert str(link.get_attribute("href")).endswith("notebooks/ends.html#predict-alias")
    page.get_by_role("button", name="Not yet").click()
    expect(card).to_contain_text("Question 2 of 3")
    expect(card).to_contain_text("What is a tie?")
    somebody.context.add_init_script(LATER.format(now=now + DAY + 1000))
    page = somebody.read("book/review.html")
    expect(card).to_contain_text("Adam starts the alias")


def test_all_questions_are_counted_while_they_are_practised(reader):
    somebody = reader()
    page = somebody.read("notebooks/curves.html")
    box(page, "rank").get_by_role("button", name="Move up: The convolution").click()
    lock(page, "rank").click()
    answer_alias(somebody.read("notebooks/ends.html"), 1)
    page = somebody.read("book/review.html")
    page.get_by_role("button", name="Ask me all of them now").click()
    review = page.locator(".review")
    for number in range(1, 6):
        expect(review).to_contain_text("You asked for all questions")
        expect(review).to_contain_text(f"Question {number} of 5")
        page.get_by_role("button", name="Show the answer").click()
        if number == 4:
            lists = [one.inner_text().split("\n") for one in review.locator("ol").all()]
            right, said = ([line for line in one if line] for one in lists[-2:])
            assert right == ["The convolution", "The locally connected layer", "The dense layer"]
            assert said == ["The dense layer", "The convolution", "The locally connected layer"]
        page.get_by_role("button", name="I knew it").click()
    expect(review).to_contain_text("0 questions are due now. 5 more will come")


def test_the_cards_are_saved_for_anki(reader):
    somebody = reader()
    answer_alias(somebody.read("notebooks/ends.html"), 1)
    page = somebody.read("book/review.html")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the cards for Anki").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["#separator:tab", "#html:true", "#tags column:3"]
    rows = [line.split("\t") for line in lines[3:]]
    assert [len(row) for row in rows] == [3] * 7
    assert rows[0][2] == "tied tied::ends prediction surprised"
    assert rows[0][0].startswith("<p><i>Ends</i></p><p>Adam starts the alias")
    assert rows[0][1].startswith(r"<p><b>Answer:</b> It stays at \(-0.5\).</p><p><code>")
    assert rows[1][1].startswith("<p><b>Answer:</b> 121 numbers.</p>")
    assert rows[2] == [
        "<p>What is a tie?</p>",
        "<p>Two slots that hold one <code>Parameter</code> object.</p>",
        "tied tied::ends recall",
    ]


def test_everything_is_forgotten_when_it_is_asked_twice(reader):
    somebody = reader()
    page = somebody.read("notebooks/ends.html")
    answer_alias(page, 1)
    page.evaluate("localStorage.setItem('mode', 'dark')")
    page = somebody.read("book/review.html")
    page.get_by_role("button", name="Forget all my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no way back.")
    page.keyboard.press("Enter")  # the first button keeps them
    expect(page.locator(".review")).to_contain_text("3 more will come")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Forget them").click()
    expect(page.locator(".review")).to_contain_text("Nothing to ask yet")
    kept = page.evaluate("Object.keys(localStorage)")
    assert "mode" in kept and not [name for name in kept if name.startswith("tied-")]


def test_pages_that_are_opened_from_files_work_as_well(chromium, tmp_path_factory):
    site = demo.built(tmp_path_factory)
    context = chromium.new_context()
    try:
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.goto((site / "notebooks" / "ends.html").as_uri())
        answer_alias(page, 1)
        expect(page.locator(".your-predictions")).to_contain_text("These surprised you")
        page.goto((site / "book" / "review.html").as_uri())
        expect(page.locator(".review")).to_contain_text("3 more will come")
        assert problems == []
    finally:
        context.close()
