"""The executed notebooks: every picture has a caption, every number a source."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode

from tools.checks import executed
from tools.toc import executed_pages

ROOT = Path(__file__).parents[3]
NAMES = executed_pages(ROOT)


@pytest.fixture(scope="module", params=NAMES)
def notebook(request: pytest.FixtureRequest) -> NotebookNode:
    """A notebook of the book with its outputs, from the cache of the build."""
    path = ROOT / request.param
    return executed.executed(path, ROOT / "_build" / ".jupyter_cache")


def test_every_picture_has_a_caption(notebook: NotebookNode):
    assert executed.captions(notebook) == []


def test_every_number_has_a_source(notebook: NotebookNode):
    claims = (ROOT / "data" / "claims.toml").read_text(encoding="utf-8")
    assert executed.numbers(notebook, claims) == []


def test_every_mean_with_its_error_is_printed_so(notebook: NotebookNode):
    claims = (ROOT / "data" / "claims.toml").read_text(encoding="utf-8")
    assert executed.errors(notebook, claims) == []
