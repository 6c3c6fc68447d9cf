"""The book's icon as an address that holds the picture, for pages that may load no file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from sphinx.application import Sphinx


def favicon_address(app: Sphinx) -> str:
    """The SVG file of ``html_favicon`` as a ``data:`` address, which is empty if there is none."""
    if not app.config.html_favicon:
        return "data:,"
    picture = (Path(app.srcdir) / app.config.html_favicon).read_text(encoding="utf-8")
    return f"data:image/svg+xml,{quote(picture.strip(), safe='/ :=')}"
