"""The index of the search, which is whole after every build; its order is ``search_scorer.js``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.index_entries import split_index_msg


def entries(app: Sphinx, page: str) -> set[tuple[str, str, str]]:
    """Terms that ``page`` puts into the index: the word, its place, and "main" or nothing."""
    found = set()
    for node in app.env.get_doctree(page).findall(addnodes.index):
        for kind, value, target, main, _ in node["entries"]:
            found |= {(word, target or "", main) for word in split_index_msg(kind, value)}
    return found


def complete(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the index the terms of pages that were not written anew.

    Sphinx reads the titles and words of such pages back from the last index, and forgets their
    terms (``IndexBuilder.load``): after a change of one page the glossary could not be found.
    """
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        known = indexer._index_entries
        for page in list(known):
            if page not in indexer._titles:
                del known[page]
        for page in indexer._titles.keys() - known.keys():
            known[page] = sorted(entries(app, page))
    yield from ()


def connect(app: Sphinx) -> None:
    """Complete the index just before it is written."""
    app.connect("html-collect-pages", complete)
