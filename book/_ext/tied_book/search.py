"""The index of the search: complete after every build. ``search_scorer.js`` orders the results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.index_entries import split_index_msg


def index_entries(app: Sphinx, page: str) -> list[tuple[str, str, str]]:
    """Terms that ``page`` puts into the index, sorted: the word, its place, and "main" or ""."""
    entries = {
        (word, target or "", main)
        for node in app.env.get_doctree(page).findall(addnodes.index)
        for kind, value, target, main, _ in node["entries"]
        for word in split_index_msg(kind, value)
    }
    return sorted(entries)


def complete_index(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the index the terms of pages that were not written again.

    Sphinx reads the titles and words of such pages back from the last index, and forgets their
    terms (``IndexBuilder.load``): after a change of one page the glossary was missing from it.
    """
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        entries = indexer._index_entries
        for page in list(entries):
            if page not in indexer._titles:
                del entries[page]
        for page in indexer._titles.keys() - entries.keys():
            entries[page] = index_entries(app, page)
    yield from ()  # no page is added; the event comes just before the index is written


def connect(app: Sphinx) -> None:
    """Complete the index just before it is written."""
    app.connect("html-collect-pages", complete_index)
