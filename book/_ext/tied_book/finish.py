"""The last hand on the markup of every page, between the theme's templates and the file."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

from tied_book.policy import guard

VIEWPORT = re.compile(r'[ \t]*<meta name="viewport"[^>]*>\n?')
KERNELS = re.compile(
    r"\s*<script type=\"text/x-thebe-config\">.*?</script>\s*<script>kernelName = [^<]*</script>",
    re.DOTALL,
)
PRINT = 'onclick="window.print()"'


def finish(html: str) -> str:
    """``html`` with one viewport, without settings of kernels, and with its policy.

    The button that prints is served by ``print.js``: a script in an attribute would need a policy
    that allows all of them.
    """
    first = VIEWPORT.search(html)
    if first:
        html = html[: first.end()] + VIEWPORT.sub("", html[first.end() :])
    html = KERNELS.sub("", html)
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
