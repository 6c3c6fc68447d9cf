"""The executed notebooks: every picture has a caption, every number a source."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.checks import executed

ROOT = Path(__file__).parents[3]
NAMES = [name for name in parse_toc_yaml(ROOT / "_toc.yml") if (ROOT / f"{name}.ipynb").is_file()]


@pytest.fixture(scope="module", params=NAMES)
def notebook(request: pytest.FixtureRequest) -> NotebookNode:
    """A notebook of the book with its outputs, from the cache of the build."""
    path = ROOT / f"{request.param}.ipynb"
    return executed.executed(path, ROOT / "_build" / ".jupyter_cache")


def test_every_picture_has_a_caption(notebook: NotebookNode):
    assert executed.captions(notebook) == []


def test_every_number_has_a_source(notebook: NotebookNode):
    claims = (ROOT / "data" / "claims.toml").read_text(encoding="utf-8")
    assert executed.numbers(notebook, claims) == []
