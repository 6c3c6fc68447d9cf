"""Widgets stand apart from the page that holds them: its styles and keys do not reach into them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.every_widget import ALL
from tests.browser.pages import saved, write_page
from tests.widgets.modules import WIDGETS

HOSTILE = """
  .widget-live * {
    background: red !important; border: 3px solid red !important;
    box-sizing: content-box !important; color: red !important; display: block !important;
    float: left !important; font: 40px serif !important; inline-size: 37% !important;
    margin: 17px !important; padding: 13px !important; position: relative !important; }
  .column { letter-spacing: 3px; text-align: right; text-indent: 2em; text-transform: uppercase;
    white-space: pre; font-style: italic; font-weight: 900; line-height: 3; word-spacing: 1em; }
"""
"""What style sheets of notebooks do to elements of outputs, and to text around them, and worse."""

BOXES = """root => [...root.querySelectorAll("*")].filter((one) => one.checkVisibility())
  .map((one) => [one.localName, one.getBoundingClientRect(), root.getBoundingClientRect()])
  .filter(([_, { width, height }]) => width || height)  // what is defined is not drawn
  .map(([name, { x, y, width, height }, from]) =>
    [name, ...[x - from.x, y - from.y, width, height].map((one) => Math.round(4 * one) / 4)])"""

KEYS = """() => {
  window.heard = [];
  document.addEventListener("keydown", ({ key }) => heard.push(key));
}"""


@pytest.fixture
def stand(tmp_path, serve, visit) -> Callable[..., dict[str, Locator]]:
    """``stand(style)``: all widgets by their names, below one another in a page with that style."""
    address = serve(tmp_path)
    models = {name: saved(make()) for name, make in ALL.items()}

    def opened(style: str = "") -> dict[str, Locator]:
        page = write_page(tmp_path, models, list(models), "page.html")
        head = f"<style>.column > * {{ inline-size: 700px; }} {style}</style></head>"
        html = page.read_text(encoding="utf-8").replace("</head>", head)
        html = html.replace('class="widget-fallback"', 'class="widget-fallback column"')
        page.write_text(html, encoding="utf-8")
        visited = visit(f"{address}/{page.name}")
        assert visited.problems == []
        return dict(zip(ALL, visited.page.locator(".tied-widget").all(), strict=True))

    return opened


def test_every_widget_of_the_package_is_looked_at():
    folders = {path.parent.name for path in WIDGETS.glob("*/widget.js")}
    assert folders == {name.split()[0] for name in ALL}


def test_no_style_of_the_page_moves_a_box_of_any_widget(stand):
    plain = {name: widget.evaluate(BOXES) for name, widget in stand().items()}
    hostile = {name: widget.evaluate(BOXES) for name, widget in stand(HOSTILE).items()}
    assert all(len(boxes) > 20 for boxes in plain.values())
    for name, boxes in plain.items():
        assert hostile[name] == boxes, name


def test_the_page_hears_no_key_that_a_control_has_but_its_own_commands(stand):
    widgets = stand()
    page: Page = next(iter(widgets.values())).page
    page.evaluate(KEYS)
    for name, widget in widgets.items():
        controls = widget.locator("button, input, select, summary, [tabindex='0']").all()
        reached = [one for one in controls if one.is_visible() and one.is_enabled()]
        assert reached, name
        for control in reached:
            control.focus()
            page.keyboard.press("b")
        assert page.evaluate("heard") == [], name
        reached[0].press("Control+F9")
        assert page.evaluate("heard.splice(0)") == ["Control", "F9"], name
