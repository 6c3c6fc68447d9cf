"""The report of an error: it names the section that the reader sees, and what is selected."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "book" / "_static" / "report.js"
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>
<link rel="icon" href="data:,"><script defer src="report.js"></script></head><body>
<a style="position: fixed" data-book-report="body" href="https://host.example/issues/new?title=Error
&body=Page%3A%20a.html%0ASection%3A%0A%0A%3E%0A">Report</a>
<article class="bd-article"><section id="top"><h1>Top</h1><div style="height: 1500px"></div>
<section id="below"><h2>Below</h2><p id="wrong">Two and two
are $&amp; five.</p><div style="height: 1500px"></div></section></section></article>
</body></html>"""


@pytest.fixture
def page(tmp_path: Path, visit, serve) -> Page:
    """A page of two sections, whose link leads nowhere."""
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "report.js").write_bytes(SCRIPT.read_bytes())
    opened = visit(f"{serve(tmp_path)}/page.html").page
    opened.evaluate("() => addEventListener('click', (event) => event.preventDefault())")
    return opened


def reported(page: Page) -> list[str]:
    """The text of the report, by lines."""
    address = urlsplit(page.get_by_text("Report").get_attribute("href") or "")
    return parse_qs(address.query)["body"][0].splitlines()


def test_a_report_names_the_section_in_sight(page: Page):
    page.get_by_text("Report").click()
    assert reported(page) == ["Page: a.html", "Section: top", "", "> "]
    page.locator("#below").evaluate("one => one.scrollIntoView()")
    page.get_by_text("Report").press("Enter")
    assert reported(page) == ["Page: a.html", "Section: below", "", "> "]


def test_a_report_quotes_what_is_selected(page: Page):
    page.locator("#wrong").evaluate("one => getSelection().selectAllChildren(one)")
    page.get_by_text("Report").click()
    assert reported(page)[-1] == "> Two and two are $& five."
