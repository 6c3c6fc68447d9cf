"""In Firefox every widget answers: a control is changed, and what the widget says changes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.browser.bidi import Firefox, firefox
from tests.browser.built import WIDGET, pages_with

EXECUTABLES = ("firefox-esr", "firefox")
ARROW_RIGHT = "\ue014"
READY = """new Promise((done) => {
    const root = document.documentElement;
    const look = () => root.dataset.widgetsReady ? done(true) : setTimeout(look, 50);
    look();
})"""
SHOW_ALL = """([...document.querySelectorAll(".prediction button")]
    .filter((one) => one.textContent === "Show me").forEach((one) => one.click()), true)"""
# The live widgets of the page, and what each of them shows: its words and the shapes of its
# pictures. The controls themselves are left out: they change by themselves.
HELPERS = """(globalThis.widgets = () => [...document.querySelectorAll(".widget-live")],
    globalThis.inside = (live) => live.firstElementChild.shadowRoot,
    globalThis.shown = (live) => {
        const copy = document.createElement("div");
        copy.append(...[...inside(live).children].map((one) => one.cloneNode(true)));
        for (const one of copy.querySelectorAll("button, select, input, label")) one.remove();
        return copy.innerHTML;
    },
    globalThis.controls = (live) => [...inside(live).querySelectorAll("input, select, button")]
        .filter((one) => !one.disabled && one.ariaDisabled !== "true" && one.offsetParent),
    widgets().length)"""
SHOWN = "shown(widgets()[{widget}])"
FOCUS = "(controls(widgets()[{widget}])[{control}].focus(), true)"
KIND = """((one) => one.localName === "input" ? one.type : one.localName)(
    controls(widgets()[{widget}])[{control}])"""
NEXT_OPTION = """((one) => {{
    one.selectedIndex = (one.selectedIndex + 1) % one.options.length;
    one.dispatchEvent(new Event("input", {{ bubbles: true }}));
    one.dispatchEvent(new Event("change", {{ bubbles: true }}));
    return true;
}})(controls(widgets()[{widget}])[{control}])"""
CLICK = "(controls(widgets()[{widget}])[{control}].click(), true)"
SETTLED = "new Promise((done) => setTimeout(() => done(true), 1000))"  # words come after a pause


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox for all tests: the variable FIREFOX, or the first of the usual names."""
    executable = os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, EXECUTABLES)), "")
    if not executable:
        pytest.fail(
            "This test needs Firefox: install it (Debian: apt-get install firefox-esr) "
            "or set FIREFOX to its path.",
            pytrace=False,
        )
    with firefox(executable, tmp_path_factory.mktemp("firefox")) as running:
        yield running


def change(browser: Firefox, widget: int, control: int) -> None:
    """Change one control: by keyboard, a list of options or a button by script."""
    place = {"widget": widget, "control": control}
    kind = browser.evaluate(KIND.format(**place))
    browser.evaluate(FOCUS.format(**place))
    if kind == "select":  # Firefox without a window shows no list to choose from
        browser.evaluate(NEXT_OPTION.format(**place))
    elif kind in ("range", "number", "radio"):
        browser.press(ARROW_RIGHT)
    else:  # in a window without focus, Space presses no button
        browser.evaluate(CLICK.format(**place))
    browser.evaluate(SETTLED)


def answers(browser: Firefox, widget: int) -> bool:
    """Whether one of the first two controls changes what the widget shows.

    The first may be a guess, of which nothing is said until a button is pressed.
    """
    before = browser.evaluate(SHOWN.format(widget=widget))
    for control in range(2):
        change(browser, widget, control)
        if browser.evaluate(SHOWN.format(widget=widget)) != before:
            return True
    return False


def test_every_widget_answers_and_the_console_has_no_errors(site, served, browser):
    names = pages_with(site, WIDGET)
    assert names, "no page of the book holds a widget"
    problems = []
    for name in names:
        browser.open(f"{served}/{name}")
        assert browser.evaluate(READY)
        assert browser.evaluate(SHOW_ALL)  # a prediction withholds its widgets
        shown = browser.evaluate(HELPERS)
        boxes = (site / name).read_text(encoding="utf-8").count(WIDGET)
        assert shown == boxes, f"{name}: {boxes} widgets on the page, {shown} drawn"
        for widget in range(shown):
            if not answers(browser, widget):
                problems.append(f"{name}: widget {widget} does not answer")
        problems += [f"{name}: {error}" for error in browser.errors]
    assert problems == []


def test_an_error_in_the_console_is_recorded(browser, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><title>x</title><script>missing()</script>", encoding="utf-8")
    browser.open(page.as_uri())
    browser.evaluate("1 + 1")
    assert any("missing is not defined" in error for error in browser.errors)
