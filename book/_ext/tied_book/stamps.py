"""Addresses of styles and scripts follow their content, so that no reader is shown an old one.

Sphinx and the theme give a digest to some of them, of the file as it was before the book's own hand
on it (icons that are cut out, colours that are written last), and none to others.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from pathlib import Path

from sphinx.application import Sphinx

ADDRESS = re.compile(
    r"""(<(?:script|link)\b[^>]*?\s(?:src|href)=")([^"?#:]+\.(?:css|js))(?:\?[^"]*)?(?=")"""
)


def stamp(site: Path) -> None:
    """Write the digest of every style and script behind its address, in all pages of ``site``."""

    @functools.cache
    def digest(file: str) -> str:
        return hashlib.sha256(Path(file).read_bytes()).hexdigest()[:8]

    for page in site.rglob("*.html"):

        def stamped(match: re.Match[str], folder: Path = page.parent) -> str:
            file = os.path.normpath(folder / match[2])
            return f"{match[1]}{match[2]}?v={digest(file)}" if Path(file).is_file() else match[0]

        text = page.read_text(encoding="utf-8")
        fresh = ADDRESS.sub(stamped, text)
        if fresh != text:
            page.write_text(fresh, encoding="utf-8")


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Stamp the pages of the site that was just built."""
    if exception is None and app.builder.format == "html":
        stamp(Path(app.outdir))


def connect(app: Sphinx) -> None:
    """Stamp after all styles and scripts have their last form, the icons' among them."""
    app.connect("build-finished", finish, priority=850)
