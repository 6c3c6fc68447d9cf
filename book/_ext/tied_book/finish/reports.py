"""Step for the button that reports an error: the report begins with page and version.

The theme shows the button where the repository has an address. ``report.js`` adds the section that
the reader sees, and the words that are selected.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from selectolax.lexbor import LexborNode

from tied_book.finish.page import Page

BUTTON = "a.btn-source-issues-button"
WORDS = "Report an error"
GITHUB, GITLAB = ("title", "body"), ("issue[title]", "issue[description]")
"""What the hosts call title and text of an issue."""

TEXT = """\
Page: {page}
Section:
Version: {version}

What is wrong:
>

What holds instead, and how you know:
"""


def prefill_reports(page: Page) -> None:
    """Let the button open an issue that says what it is about."""
    for link in page.document.css(BUTTON):
        address, _, query = (link.attributes["href"] or "").partition("?")
        title, text = GITLAB if "issue[" in query or "issue%5B" in query else GITHUB
        report = {title: f"Error in {name_of(page)}", text: text_of(page)}
        link.attrs["href"] = f"{address}?{urlencode(report, quote_via=quote)}"
        link.attrs["data-book-report"] = text
        link.attrs["title"] = f"{WORDS}: select the words that are wrong, then press here"
        for words in link.css(".btn__text-container"):
            words.inner_html = WORDS


def name_of(page: Page) -> str:
    """Path of the page in the site, whose depth the theme writes into the page."""
    root = page.document.css_first("html")
    depth = (root.attributes.get("data-content_root") or "").count("../") if root else 0
    return "/".join(page.file.parts[-depth - 1 :])


def text_of(page: Page) -> str:
    """What a report begins with."""
    version = f"{words(page, '.book-version')}{words(page, '.book-commit')}"
    return TEXT.format(page=name_of(page), version=version)


def words(page: Page, selector: str) -> str:
    """Text of the first element of a selector; empty if there is none."""
    element: LexborNode | None = page.document.css_first(selector)
    return element.text() if element else ""
