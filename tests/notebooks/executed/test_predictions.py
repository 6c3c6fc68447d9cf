"""Predictions of the executed notebooks: what they call right is what came out."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.checks import executed, predictions

ROOT = Path(__file__).parents[3]
NAMES = [name for name in parse_toc_yaml(ROOT / "_toc.yml") if (ROOT / f"{name}.ipynb").is_file()]


@pytest.fixture(scope="module")
def notebooks() -> dict[str, NotebookNode]:
    """The notebooks of the book with their outputs, from the cache of the build."""
    cache = ROOT / "_build" / ".jupyter_cache"
    return {name: executed.executed(ROOT / f"{name}.ipynb", cache) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_prediction_calls_right_came_out(notebooks: dict[str, NotebookNode], name: str):
    assert predictions.problems(notebooks[name]) == []


def test_no_two_chapters_use_one_name(notebooks: dict[str, NotebookNode]):
    assert predictions.repeated(notebooks) == []
