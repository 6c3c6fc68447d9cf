"""The site's ``index.html``: leads to the first page, and has a link for browsers that stay."""

from __future__ import annotations

import html
from pathlib import Path

from sphinx.application import Sphinx

from tied_book.notfound import inline
from tied_book.policy import guard

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8" />
<title>{title}</title>
<meta name="description" content="{title}: the start page leads to the introduction." />
<meta name="docsearch:version" content="{version}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="refresh" content="0; url={first}" />
<link rel="icon" href="{icon}" />
</head>
<body><main><h1>{title}</h1><p><a href="{first}">Open the book</a></p></main></body>
</html>
"""


def write_landing(app: Sphinx, exception: Exception | None) -> None:
    """Write the page, unless the book's first page is ``index`` itself."""
    if exception is not None or app.builder.format != "html" or app.config.root_doc == "index":
        return
    page = PAGE.format(
        language=app.config.language,
        title=html.escape(app.config.html_title),
        version=html.escape(app.config.version),
        # In the page itself: a browser that is led on at once would break off its request.
        icon=inline(Path(app.srcdir) / app.config.html_favicon)
        if app.config.html_favicon
        else "data:,",
        first=app.builder.get_target_uri(app.config.root_doc),
    )
    (Path(app.outdir) / "index.html").write_text(guard(page), encoding="utf-8")


def connect(app: Sphinx) -> None:
    """Write the page at the end of a build."""
    app.connect("build-finished", write_landing)
