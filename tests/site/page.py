"""The built site as the checks see it: parsed pages and the files beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True)
class Page:
    """One HTML page; ``name`` is its path within the site."""

    name: str
    html: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The parsed page."""
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def ids(self) -> list[str]:
        """Every id on the page, repetitions included."""
        return [str(tag["id"]) for tag in self.soup.find_all(id=True)]

    def find(self, selector: str) -> list[Tag]:
        """All elements that match a CSS selector."""
        return list(self.soup.select(selector))


@dataclass(frozen=True)
class Site:
    """A built site; pages of the book only, without templates among the static files."""

    folder: Path

    @cached_property
    def pages(self) -> list[Page]:
        """All pages, the redirect at the root included."""
        paths = sorted(path.relative_to(self.folder) for path in self.folder.rglob("*.html"))
        return [
            Page(path.as_posix(), (self.folder / path).read_text(encoding="utf-8"))
            for path in paths
            if not path.parts[0].startswith("_")
        ]

    def texts(self, suffix: str) -> dict[str, str]:
        """Text of all files that end in ``suffix``, by their path within the site."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(self.folder.rglob(f"*{suffix}"))
        }
