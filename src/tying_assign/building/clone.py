"""The clone of the book that this package lies in: its folders, and its own tools.

Assignments are built in a clone, since the students' notebooks are learner copies of pages.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tying_assign.errors import AssignError

if TYPE_CHECKING:
    from tools.learner.settings import Book

ROOT = Path(__file__).parents[3]
PAGES = "notebooks/practice"
"""Where the pages of the assignments lie, in the book and in the site."""

SITE = ROOT / "_build" / "html"


def book(address: str | None = None) -> Book:
    """What the notebooks have in common: labels, bibliography, and the wheel that they install.

    Args:
        address: of the site of the book, which holds the wheel; None for that of the book.

    Raises:
        AssignError: if this is no clone, or the wheel cannot be built.
    """
    from_clone()
    from tools.learner.settings import FOLDER, settings

    made = settings(ROOT, wheel())
    return replace(made, site=address, wheels=f"{address}/{FOLDER}") if address else made


def wheel() -> Path:
    """The package as one file, which the notebooks install; they take this build and no other.

    Raises:
        AssignError: if this is no clone, or it cannot be built.
    """
    from_clone()
    from tools.build.pages import current_wheel

    try:
        (ROOT / "_build").mkdir(exist_ok=True)
        return current_wheel(ROOT, ROOT / "_build" / "wheel")
    except (OSError, RuntimeError) as error:
        raise AssignError(
            f"the package that the notebooks install cannot be built: {error}\nRun make book in "
            f"{ROOT}: it makes what this needs"
        ) from error


def from_clone() -> None:
    """See that the tools of the clone can be imported.

    Raises:
        AssignError: if this is no clone.
    """
    if not (ROOT / "tools" / "learner").is_dir():
        raise AssignError(
            f"{ROOT} is no clone of the book: it has no tools/learner. Assignments are built in a "
            "clone, after make book"
        )
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
