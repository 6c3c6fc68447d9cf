"""The notebook for students: the learner copy of a problem's page, with its setup cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat import NotebookNode

from tying_assign.building import page
from tying_assign.building.plain import plain
from tying_assign.definition import Problem

if TYPE_CHECKING:
    from tools.learner.settings import Book


def student(problem: Problem, book: Book, class_seed: int = 0) -> NotebookNode:
    """What is handed out to a class: no solution, no hidden test, plain headings."""
    return plain(problem, book, page.page(problem, class_seed))
