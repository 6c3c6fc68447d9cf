"""Citations and references in plain words, from the book's bibliography."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pybtex.database import parse_file
from pybtex.plugin import find_plugin
from pybtex.richtext import Text

ESCAPED = re.compile(r"\\([.()\[\]:-])")  # no mark of Markdown in the middle of a line


class References:
    """The entries of a BibTeX file, as a reader of a notebook sees them."""

    def __init__(self, path: Path) -> None:
        self.entries: Any = parse_file(str(path)).entries

    def cite(self, keys: str, textual: bool = False) -> str:
        """``keys``, separated by commas, as "(Rumelhart et al., 1986; Zhang et al., 2023)".

        With ``textual`` it is "Rumelhart et al. (1986)", which can be the subject of a sentence.

        Raises:
            KeyError: if a key is not in the bibliography.
        """
        works = [(self.names(key), self.year(key)) for key in map(str.strip, keys.split(","))]
        if textual:
            return ", ".join(f"{names} ({year})" for names, year in works)
        return "(" + "; ".join(f"{names}, {year}" for names, year in works) + ")"

    def names(self, key: str) -> str:
        """Last names of the authors: one, two, or the first and "et al."."""
        people = self.entries[key].persons["author"]
        last = [
            self.letters(" ".join([*person.prelast_names, *person.last_names])) for person in people
        ]
        return last[0] + " et al." if len(last) > 2 else " & ".join(last)

    def year(self, key: str) -> str:
        """Year of publication."""
        return self.entries[key].fields["year"]

    def items(self, keys: list[str]) -> str:
        """The references of ``keys`` as a Markdown list, in the order of names and years."""
        style: Any = find_plugin("pybtex.style.formatting", "unsrt")()
        backend: Any = find_plugin("pybtex.backends", "markdown")()
        ordered = sorted(set(keys), key=lambda key: (self.names(key), self.year(key)))
        entries = [self.entries[key] for key in ordered]
        texts = (one.text.render(backend) for one in style.format_entries(entries))
        return "\n".join("- " + ESCAPED.sub(r"\1", " ".join(text.split())) for text in texts)

    @staticmethod
    def letters(name: str) -> str:
        """``name`` with LaTeX's accents and braces resolved."""
        backend: Any = find_plugin("pybtex.backends", "plaintext")()
        return Text.from_latex(name).render(backend)
