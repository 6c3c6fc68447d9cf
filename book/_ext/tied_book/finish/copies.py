"""Step for the buttons of a chapter: they lead to its learner copy, which the build puts beside it.

The theme offers the notebook's source, whose directives only this book's build understands.
"""

from __future__ import annotations

import re

from tied_book.finish.page import Page

FOLDER = "learn"
"""Folder of the site in which the copies lie."""

BRANCH = "learner"
"""Branch of the repository that holds the copies of the newest release."""

SOURCE = re.compile(r"^((?:\.\./)*)_sources/notebooks/(.+\.ipynb)$")
COLAB = re.compile(
    r"^(https://colab\.research\.google\.com/github/[\w.-]+/[\w.-]+/blob/)[\w./-]+?/notebooks/(.+)$"
)


def lead_to_copies(page: Page) -> None:
    """Let the button for the notebook, and the one for Colab, lead to the learner copy."""
    for link in page.document.css("a[href$='.ipynb']"):
        address = link.attributes["href"] or ""
        address = SOURCE.sub(rf"\1{FOLDER}/\2", address)
        link.attrs["href"] = COLAB.sub(rf"\1{BRANCH}/\2", address)
