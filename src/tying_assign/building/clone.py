"""The clone of the book that this package lies in: its folders, and its own tools.

Assignments are built in a clone, since the students' notebooks are learner copies of pages.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tying_assign.errors import AssignError

if TYPE_CHECKING:
    from tools.learner.settings import Book

ROOT = Path(__file__).parents[3]
PAGES = "notebooks/practice"
"""Where the pages of the assignments lie, in the book and in the site."""

SITE = ROOT / "_build" / "html"


def book() -> Book:
    """What the notebooks have in common: labels, bibliography, and the wheel that they install.

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
    from tools.build.pages import current_wheel
    from tools.learner.settings import settings

    (ROOT / "_build").mkdir(exist_ok=True)
    return settings(ROOT, current_wheel(ROOT, ROOT / "_build" / "wheel"))
