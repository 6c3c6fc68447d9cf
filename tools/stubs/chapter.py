"""Write the stub of a chapter: python -m tools.stubs.chapter PART/NOUN.

The stub is a notebook with every section of a chapter, and a line in _toc.yml. It passes all
checks, so that what fails later was written later.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tools.stubs.files import Refused, run, write

PARTS = {
    "principles": "Principles",
    "mechanisms": "Mechanisms",
    "applications": "Applications",
    "practice": "Practice",
}
"""Captions of the parts in _toc.yml, in the order of the book, by their folders."""

LAST_PART = "To look things up"
NAME = re.compile(r"(?P<part>[a-z]+)/(?P<noun>[a-z]+(?:-[a-z]+)*)")
TEMPLATE = Path(__file__).with_name("chapter_file.ipynb")
"""NOUN stands for the name of the chapter in it, WORDS for the same in words."""


def add_chapter(root: Path, name: str) -> list[Path]:
    """Write the stub of the chapter ``name`` into the book of ``root``; its notebook and _toc.yml.

    Raises:
        Refused: if ``name`` is not ``part/noun``, or the noun is taken; nothing is written then.
    """
    match = NAME.fullmatch(name)
    if match is None or match["part"] not in PARTS:
        raise Refused(
            f"A chapter is named part/noun, where part is one of {', '.join(PARTS)} and noun "
            f"consists of lower-case words joined by hyphens; got {name!r}"
        )
    part, noun = match["part"], match["noun"]
    # Labels and the address of the learner copy are made of the noun alone.
    if others := sorted(root.glob(f"notebooks/*/{noun}.ipynb")):
        raise Refused(f"There is a chapter {others[0].relative_to(root)}; choose another noun")
    path = root / "notebooks" / part / f"{noun}.ipynb"
    toc = root / "_toc.yml"
    contents = with_chapter(toc.read_text(encoding="utf-8"), part, f"notebooks/{part}/{noun}")
    write({path: notebook(noun)}, {toc: contents})
    return [path, toc]


def with_chapter(toc: str, part: str, page: str) -> str:
    """The table of contents ``toc`` with ``page`` as the last chapter of ``part``.

    A part that the book has not begun yet takes its place among the others.
    """
    lines = toc.splitlines()
    captions = {
        line.partition("caption:")[2].strip(): number
        for number, line in enumerate(lines)
        if "caption:" in line
    }
    order = list(PARTS)
    later = [PARTS[name] for name in order[order.index(part) + 1 :]]
    end = min(captions[caption] for caption in [*later, LAST_PART] if caption in captions)
    added = [f"      - file: {page}"]
    if PARTS[part] not in captions:
        added = [f"  - caption: {PARTS[part]}", "    chapters:", *added]
    return "\n".join([*lines[:end], *added, *lines[end:]]) + "\n"


def notebook(noun: str) -> str:
    """The notebook of the stub of the chapter ``noun``, as the text of a file."""
    text = TEMPLATE.read_text(encoding="utf-8")
    return text.replace("NOUN", noun).replace("WORDS", noun.replace("-", " "))


def main() -> int:
    """Write the stub of the chapter that is named; the exit status."""
    return run(add_chapter, "Name the chapter: make chapter NAME=part/noun")


if __name__ == "__main__":
    sys.exit(main())
