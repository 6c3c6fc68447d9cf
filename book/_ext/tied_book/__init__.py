"""Sphinx extension of the book: what Jupyter Book and its theme do not do.

Each module holds one concern and has a ``connect(app)`` that joins it to the build. ``content`` is
what stands on the pages, ``pages`` what the site has beside them, and ``finish`` the steps that
every page takes when it is written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from tied_book import finish, mathematics, predictions, search, settings
from tied_book.content import (
    api,
    book_map,
    build_record,
    captions,
    claims,
    exercises,
    pictures,
    remember,
    sources,
    widgets,
)
from tied_book.pages import descriptions, landing, notfound, sitemap

CONCERNS = (
    settings,
    mathematics,
    exercises,
    pictures,
    widgets,
    captions,
    remember,
    sources,
    claims,
    api,
    book_map,
    build_record,
    predictions,
    descriptions,
    search,
    landing,
    notfound,
    sitemap,
    finish,
)


def add_templates(app: Sphinx, config: Config) -> None:
    """Put the templates of the book in front of those of the theme."""
    config.templates_path.insert(0, str(Path(__file__).parent / "templates"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Join every concern of the book to the build."""
    app.connect("config-inited", add_templates)
    for concern in CONCERNS:
        concern.connect(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
