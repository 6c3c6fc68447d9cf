"""Copies of all chapters for a reader to work in, and a list of them, for JupyterLab.

python -m tools.learner.lab   Writes them, and says what is what.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import v4

from tools import ROOT
from tools.learner.copies import learner_copy
from tools.learner.markdown import Unknown
from tools.learner.settings import Book, settings
from tools.toc import notebooks

FOLDER = ROOT / "my-copies"
"""Where a reader works; no other command touches it."""

LIST = "contents.ipynb"
WRITTEN = ".written.json"
"""Digests of the files as they were written, by which a reader's own changes are known."""


def texts(book: Book) -> dict[str, str]:
    """The copies of all chapters and the list of them, as files by their paths."""
    pages = [name.removesuffix(".ipynb") for name in notebooks(book.root)]
    paths = {page: f"{page.removeprefix('notebooks/')}.ipynb" for page in pages}
    copies = {path: learner_copy(book, page) for page, path in paths.items()}
    titles = {path: book.places[page].words for page, path in paths.items()}
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell(contents(titles), id="contents")])
    return {path: nbformat.writes(one) + "\n" for path, one in (copies | {LIST: notebook}).items()}


def contents(titles: Mapping[str, str]) -> str:
    """The list of the copies, by their paths, as Markdown."""
    lines = [
        "# Tied: your copies of the chapters",
        "Each chapter is a notebook that is yours to change: what you write stays, also when the "
        "book changes. Delete a copy, and `make lab` writes it again.",
    ]
    part = ""
    for path, title in titles.items():
        folder = path.rpartition("/")[0]
        if folder != part:
            part = folder
            lines.append(f"## {part.replace('-', ' ').capitalize()}")
        lines.append(f"- [{title}]({path})")
    return "\n\n".join(lines)


def refresh(files: Mapping[str, str], folder: Path) -> list[str]:
    """Write ``files`` into ``folder``, but for those that the reader has changed: their paths."""
    record = folder / WRITTEN
    written = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    changed = []
    for path, text in files.items():
        file = folder / path
        if file.is_file() and digest(file.read_text(encoding="utf-8")) != written.get(path):
            changed.append(path)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        written[path] = digest(text)
    record.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    return changed


def digest(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> int:
    """Write the copies, and say what is what; the exit status."""
    (FOLDER / LIST).unlink(missing_ok=True)  # it is never a reader's own, also if it was run
    try:
        changed = refresh(texts(settings(ROOT)), FOLDER)
    except Unknown as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{FOLDER.name}/{LIST} lists your copies of the chapters; JupyterLab opens it.")
    if changed:
        print("You have changed these, and they stay as they are: " + ", ".join(changed))
    print("The sources of the book, for authors: make lab SOURCES=1", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
