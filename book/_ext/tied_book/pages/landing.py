"""The site's ``index.html``: redirects to the first page, and also has a link to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from tied_book.pages.favicon import favicon_address


def landing_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page, its context and its template, unless the book's first page is ``index`` itself."""
    if app.config.root_doc != "index":
        # The icon stands in the page itself: a browser that is redirected would cancel its request.
        yield "index", {"icon": favicon_address(app)}, "landing.html"


def connect(app: Sphinx) -> None:
    """Add the page to those that Sphinx writes beside the book's own."""
    app.connect("html-collect-pages", landing_page)
