"""Predictions of the executed notebooks: what they call right is what came out."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode

from tools.checks import executed, predictions
from tools.toc import executed_pages

ROOT = Path(__file__).parents[3]
NAMES = executed_pages(ROOT)


@pytest.fixture(scope="module")
def notebooks() -> dict[str, NotebookNode]:
    """The notebooks of the book with their outputs, from the cache of the build."""
    cache = ROOT / "_build" / ".jupyter_cache"
    return {name: executed.executed(ROOT / name, cache) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_prediction_calls_right_came_out(notebooks: dict[str, NotebookNode], name: str):
    assert predictions.problems(notebooks[name]) == []


def test_no_two_chapters_use_one_name(notebooks: dict[str, NotebookNode]):
    assert predictions.repeated(notebooks) == []
