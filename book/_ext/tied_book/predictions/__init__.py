"""Predictions that a reader makes on the page, before the output and its explanation unfold.

``grammar`` reads a prediction from its two boxes, ``pairs`` finds the boxes that belong together,
and ``evidence`` compares them with what was executed; ``page`` makes of them what a browser gets,
``cards`` what the review page asks again, and ``scripts`` brings the scripts of the folder ``js``
to the pages that use them.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from tied_book.predictions import cards, page, scripts


def connect(app: Sphinx) -> None:
    """Join predictions to the build."""
    for part in (page, cards, scripts):
        part.connect(app)
