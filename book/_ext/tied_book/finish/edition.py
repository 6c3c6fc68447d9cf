"""Step for the line that names the version: it gets the commit that was built, and its date.

A page that was not written again is of the commit that was built last, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sphinx.application import Sphinx

from tied_book.content.build_record import RECORD, read_record
from tied_book.finish.page import Page

PLACE = ".book-commit"


@dataclass(frozen=True)
class Edition:
    """The commit that was built, and its date in ISO form; empty where that is not known."""

    commit: str = ""
    date: str = ""

    @classmethod
    def of(cls, app: Sphinx) -> Edition:
        """What the record of the build says."""
        record = read_record(app, RECORD)
        return cls(record.get("commit", ""), record.get("committed", ""))

    @property
    def words(self) -> str:
        """What stands behind the version: ``, commit 0123456+ of 9 May 2026``.

        The sign + says that files were changed, as in the record.
        """
        if not self.commit:
            return ""
        changed = "+" if self.commit.endswith("+") else ""
        words = f", commit {self.commit[:7]}{changed}"
        if self.date:
            day = datetime.fromisoformat(self.date)
            words += f" of {day.day} {day:%B %Y}"
        return words


def name_commit(page: Page, edition: Edition) -> None:
    """Write the commit behind the version of the page."""
    for place in page.document.css(PLACE):
        place.inner_html = edition.words
