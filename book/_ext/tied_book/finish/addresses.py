"""Step for the addresses of styles and scripts: they follow the content of the files.

Sphinx adds a checksum to the files that it knows when it writes a page, the theme one to its own,
and some get none. The icons are cut out after all pages are written, so that a checksum of Sphinx
or of the theme would name the file as it was before, and a reader could be shown an old one.
"""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tied_book.finish.page import Page

NAMED = {"script[src]": "src", "link[href]": "href"}
KINDS = (".css", ".js")


@functools.cache
def digest(file: str, changed: int) -> str:
    """Digest of ``file``; ``changed`` is the time of its last change, a new key in the cache."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()[:8]


def add_digests(page: Page) -> None:
    """Write the digest of every style and script of the site behind its address."""
    for selector, attribute in NAMED.items():
        for element in page.document.css(selector):
            parts = urlsplit(element.attributes[attribute] or "")
            if parts.scheme or parts.netloc or not parts.path.endswith(KINDS):
                continue
            file = Path(os.path.normpath(page.file.parent / unquote(parts.path)))
            if file.is_file():
                fresh = digest(str(file), file.stat().st_mtime_ns)
                element.attrs[attribute] = f"{parts.path}?v={fresh}"
