"""A notebook in plain Markdown, by the book's own tool for learner copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat import NotebookNode

from tying_assign.building import page
from tying_assign.definition import Problem
from tying_assign.errors import AssignError

if TYPE_CHECKING:
    from tools.learner.settings import Book


def plain(problem: Problem, book: Book, notebook: NotebookNode) -> NotebookNode:
    """``notebook`` with the setup cell, in the place of the problem's page.

    Raises:
        AssignError: if something of it has no plain form; the message names the cell.
    """
    from tools.learner.copies import plain_copy
    from tools.learner.markdown import Unknown

    try:
        return plain_copy(book, page.name(problem), notebook)
    except Unknown as error:
        raise AssignError(f"{problem.folder / 'problem.md'}: {error}") from error
