"""Step for the buttons of a chapter: they lead to its learner copy, which the build puts beside it.

The theme offers the notebook's source, whose directives only this book's build understands. The
script ``copies.js`` writes the address of the site into a copy when the reader takes it.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from tied_book.finish.page import Page

FOLDER = "learn"
"""Folder of the site in which the copies lie."""

BRANCH = "learner"
"""Branch of the repository that holds the copies of the newest release."""

WORDS = "Notebook to run"
TITLE = "Download this chapter for Colab, JupyterLab or VS Code; it brings the package it needs"

SOURCE = re.compile(r"^((?:\.\./)*)_sources/notebooks/(.+\.ipynb)$")
COLAB = re.compile(
    r"^(https://colab\.research\.google\.com/github/[\w.-]+/[\w.-]+/blob/)[\w./-]+?/notebooks/(.+)$"
)


def lead_to_copies(page: Page) -> None:
    """Let the button for the notebook, and the one for Colab, lead to the learner copy."""
    for link in page.document.css("a[href$='.ipynb']"):
        address = link.attributes["href"] or ""
        if source := SOURCE.match(address):
            offer(link, source.expand(rf"\1{FOLDER}/\2"))
        else:
            link.attrs["href"] = COLAB.sub(rf"\1{BRANCH}/\2", address)


def offer(link: LexborNode, copy: str) -> None:
    """Let ``link``, a button of the theme, offer the ``copy`` in words, and mark it for the script.

    Without the script it is a plain download.
    """
    link.attrs["href"] = copy
    link.attrs["download"] = copy.rpartition("/")[2]
    link.attrs["data-book-copy"] = ""
    link.attrs["title"] = TITLE
    link.attrs["aria-label"] = f"{WORDS}. {TITLE}"
    if "target" in link.attributes:
        del link.attrs["target"]
    for words in link.css(".btn__text-container"):
        words.inner_html = WORDS
