"""What a printed document gets beside its pages: bookmarks, and what it says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination, Fit, IndirectObject

from tools.pdf.chapters import Chapter
from tools.pdf.document import CONTENTS, Edition


def page_numbers(pdf: Path) -> dict[str, int]:
    """The pages, from 1, on which the targets of links stand, by their ids."""
    reader = PdfReader(pdf)
    numbers = {}
    for name, target in destinations(reader).items():
        number = reader.get_destination_page_number(target)
        if number is not None:
            numbers[name] = number + 1
    return numbers


def destinations(reader: PdfReader) -> dict[str, Destination]:
    """Targets of the links in a document, by their ids."""
    return {name.removeprefix("/"): one for name, one in reader.named_destinations.items()}


def finish(printed: Path, pdf: Path, edition: Edition, chapters: Sequence[Chapter]) -> None:
    """Write ``printed`` to ``pdf`` with bookmarks of all chapters and sections, and its title."""
    reader = PdfReader(printed)
    writer = PdfWriter(clone_from=reader)
    targets = destinations(reader)

    def bookmark(words: str, anchor: str, parent: IndirectObject | None = None) -> IndirectObject:
        target = targets[anchor]
        number = reader.get_destination_page_number(target)
        fit = Fit.xyz(left=0, top=float(target.top or 0))
        return writer.add_outline_item(title=words, page_number=number, parent=parent, fit=fit)

    writer.add_outline_item(title="Contents", page_number=CONTENTS - 1)
    part = None
    for chapter in chapters:
        if chapter.part:
            part = bookmark(chapter.part, chapter.anchor)
        above = bookmark(chapter.title, chapter.anchor, part)
        for section in chapter.sections:
            bookmark(section.words, section.anchor, above)
    writer.page_mode = "/UseOutlines"
    writer.metadata = description(edition)
    writer.write(pdf)


def description(edition: Edition) -> dict[str, str]:
    """Title, author, version and date, as a PDF names them."""
    told = {
        "/Title": edition.title,
        "/Author": edition.author,
        "/Subject": edition.words,
        "/Creator": "tools/pdf of the book",
        "/Producer": "Chromium, pypdf",
    }
    if edition.date:
        told |= dict.fromkeys(("/CreationDate", "/ModDate"), f"{edition.date:D:%Y%m%d%H%M%SZ}")
    return told
