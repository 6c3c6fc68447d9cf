"""Buttons of a chapter lead to its learner copy, wherever the book's pages stand."""

from __future__ import annotations

from tools.learner.offer import lead

BUTTON = '<a href="../../_sources/notebooks/principles/x-y.ipynb" target="_blank">.ipynb</a>'
COLAB = '<a href="https://colab.research.google.com/github/own/book/blob/main/notebooks/a/x.ipynb">'


def test_the_download_is_the_copy():
    assert lead(BUTTON) == BUTTON.replace("_sources/notebooks/", "learn/")


def test_colab_opens_the_copy_on_its_branch():
    expected = '<a href="https://colab.research.google.com/github/own/book/blob/learner/a/x.ipynb">'
    assert lead(COLAB) == expected


def test_other_links_stay():
    page = '<a href="../_sources/book/intro.md">.md</a><a href="https://example.org/notebooks/x.ipynb">'
    assert lead(page) == page
