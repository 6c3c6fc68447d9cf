"""The last hand on the markup of every page, between the theme's templates and the file."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

from tied_book.policy import guard
from tied_book.saved_widgets import once

VIEWPORT = re.compile(r'[ \t]*<meta name="viewport"[^>]*>\n?')
KERNELS = re.compile(
    r"\s*<script type=\"text/x-thebe-config\">.*?</script>\s*<script>kernelName = [^<]*</script>",
    re.DOTALL,
)
PRINT = 'onclick="window.print()"'
WAITED_FOR = re.compile(r"<script(?![^>]*\b(?:async|defer)\b)(?=[^>]*\ssrc=)")
SEARCH = re.compile(
    r'\s*<script[^>]* src="[^"]*\b(?:searchtools|language_data|searchindex)\.js[^"]*"></script>'
)
SEARCHES = 'id="search-results"'
PRELOAD = re.compile(r'\s*<link rel="preload" as="script"[^>]*>')


def unhurried(html: str) -> str:
    """``html`` with scripts that run in their order when the page is parsed, and wait for nothing.

    Browsers look ahead in a page for what to fetch, but not past a policy: there each script that
    the parser has to wait for is fetched alone (1.2 s of 4.1 s on a slow line). The index of the
    search is fetched where it is searched, and no script is fetched before the styles.
    """
    if SEARCHES not in html:
        html = SEARCH.sub("", html)
    return WAITED_FOR.sub("<script defer", PRELOAD.sub("", html))


def finish(html: str) -> str:
    """``html`` with one viewport, each widget's script once, no settings of kernels, and a policy.

    The button that prints is served by ``print.js``: a script in an attribute would need a policy
    that allows all of them.
    """
    first = VIEWPORT.search(html)
    if first:
        html = html[: first.end()] + VIEWPORT.sub("", html[first.end() :])
    html = once(unhurried(KERNELS.sub("", html)))
    return guard(html.replace(PRINT, "data-book-print"))


def wrap(app: Sphinx) -> None:
    """Let every page pass through :func:`finish` when its template is rendered."""
    if app.builder.format != "html":
        return
    templates: Any = getattr(app.builder, "templates", None)
    render = templates.render

    def finished(template: str, context: dict[str, Any]) -> str:
        text = render(template, context)
        return finish(text) if "</head>" in text else text  # the theme renders parts, too

    templates.render = finished


def connect(app: Sphinx) -> None:
    """Wrap the templates, and add the script that the pages need instead."""
    app.add_js_file("print.js", loading_method="defer")
    app.connect("builder-inited", wrap)
