"""Sphinx extension of the book: what Jupyter Book and its theme leave to be done.

Each module holds one concern and has a ``connect(app)`` that joins it to the build.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from tied_book import (
    assets,
    bookmap,
    captions,
    claims,
    descriptions,
    exercises,
    finish,
    icons,
    landing,
    markup,
    mathematics,
    notfound,
    pictures,
    policy,
    predictions,
    search,
    settings,
    sitemap,
    stamps,
    status,
)

CONCERNS = (
    settings,
    assets,
    exercises,
    pictures,
    captions,
    claims,
    descriptions,
    landing,
    markup,
    mathematics,
    bookmap,
    predictions,
    status,
    notfound,
    search,
    sitemap,
    finish,
    icons,
    stamps,
    policy,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Join every concern of the book to the build."""
    for concern in CONCERNS:
        concern.connect(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
