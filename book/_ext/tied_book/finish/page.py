"""A page of the built site, parsed: what every step of the finishing takes and changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True)
class Page:
    """A page; a step changes its ``document`` in place, as a transform changes a doctree.

    The document is parsed and written by the rules of HTML 5, as browsers do: the names in an SVG
    picture keep their capitals, and the text of a script is no markup.
    """

    file: Path
    document: LexborHTMLParser

    @classmethod
    def read(cls, file: Path) -> Page:
        """The page in ``file``."""
        return cls(file, LexborHTMLParser(file.read_text(encoding="utf-8")))

    @property
    def html(self) -> str:
        """The page as text."""
        return self.document.html or ""
