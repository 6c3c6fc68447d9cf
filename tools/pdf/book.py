"""The PDF of the book, made of the site that was built."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import yaml
from selectolax.lexbor import LexborHTMLParser
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.pdf import outline
from tools.pdf.chapters import Chapter, read_chapters, words
from tools.pdf.chromium import PrintError, executable, print_to_pdf
from tools.pdf.document import Edition, html

ROUNDS = 4
"""How often the contents may be printed until their page numbers are those of the pages."""


def make_pdf(root: Path, pdf: Path, solutions: bool = True) -> Path:
    """Print the book of ``root``, whose site has to be built, into the file ``pdf``.

    Without ``solutions`` they are left out, with the links to them.

    Raises:
        PrintError: if there is no site or no Chromium, or printing fails.
    """
    site = root / "_build" / "html"
    if not (site / "index.html").is_file():
        raise PrintError("There is no book to print yet: run make book first.")
    executable()  # said before the work, if it is missing
    edition = replace(edition_of(root, site), solutions=solutions)
    chapters = read_chapters(root, site, solutions)
    with tempfile.TemporaryDirectory() as folder:
        printed = print_numbered(Path(folder), edition, chapters)
        outline.finish(printed, pdf, edition, chapters)
    return pdf


def print_numbered(folder: Path, edition: Edition, chapters: list[Chapter]) -> Path:
    """Print the document until its contents name the pages on which everything stands.

    Raises:
        PrintError: if that does not come to an end.
    """
    document, printed = folder / "book.html", folder / "book.pdf"
    numbers: dict[str, int] = {}
    for round_ in range(ROUNDS):
        document.write_text(html(edition, chapters, numbers), encoding="utf-8")
        print_to_pdf(document, printed, tagged=round_ > 0)  # the first one only gives the numbers
        before, numbers = numbers, outline.page_numbers(printed)
        if before == numbers:
            return printed
    raise PrintError(f"The page numbers of the contents still changed in round {ROUNDS}.")


def edition_of(root: Path, site: Path) -> Edition:
    """What the settings, the built pages and the record of the build say about the book."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    record = json.loads((root / "_build" / "execution.json").read_text(encoding="utf-8"))
    return Edition(
        title=config["title"],
        author=config["author"],
        words=words_of_edition(site, parse_toc_yaml(root / "_toc.yml").root.docname),
        date=date(record.get("committed", "")),
        site=(config.get("html") or {}).get("baseurl", ""),
    )


def words_of_edition(site: Path, page: str) -> str:
    """Version, commit and date, as the foot of ``page`` says them; ``book/_ext`` writes them there.

    Raises:
        PrintError: if the page does not say them.
    """
    document = LexborHTMLParser((site / f"{page}.html").read_text(encoding="utf-8"))
    version, commit = (document.css_first(f".book-{name}") for name in ("version", "commit"))
    if version is None or commit is None:
        raise PrintError(
            f"The foot of {page}.html was to name the version in .book-version and .book-commit, "
            "and does not: run make book again."
        )
    return f"Version {words(version)}{words(commit)}"


def date(committed: str) -> datetime | None:
    """The date that the PDF names: SOURCE_DATE_EPOCH if it is set, else that of the commit."""
    if seconds := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(seconds), UTC)
    return datetime.fromisoformat(committed).astimezone(UTC) if committed else None
