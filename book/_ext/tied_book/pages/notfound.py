"""The page ``404.html`` that hosts show for addresses that lead nowhere.

It works in any folder of any host. (sphinx-notfound-page writes the folder of the site, which has
to be known when the book is built, into every link.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from tied_book.pages.favicon import favicon_address


def notfound_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page, its context and its template.

    With the site's address known its links are whole from the start; else a script completes them.
    """
    from tying.plotting.palette import palette_css  # not at the top: other builders do without it

    address = app.config.html_baseurl
    context = {
        "icon": favicon_address(app),
        "palette": palette_css(),
        "base": f"{address.rstrip('/')}/" if address else "",
    }
    yield "404", context, "404.html"


def connect(app: Sphinx) -> None:
    """Add the page to those that Sphinx writes beside the book's own."""
    app.connect("html-collect-pages", notfound_page)
