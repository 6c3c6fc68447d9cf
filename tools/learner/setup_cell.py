"""The first cells of a copy: where it comes from, and what it needs."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode, v4

from tools.learner.settings import Book

INSTALLER = Path(__file__).with_name("installer.py")
"""What the setup cell runs. It ends in a call, whose arguments are written here."""

TITLE = "# @title Run this cell first: it says what is missing, and installs that"
"""What Colab shows of the cell while its source is folded."""

ASSIGNMENTS = "notebooks/practice/"
"""Where the pages of the assignments lie."""

WORK = {
    "chapter": "the solutions of the exercises stand at the end.",
    "assignment": "write your answers in place of `...`.",
}

LEFT_OUT = "the solutions of the exercises are left out of this copy."

FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}
"""Metadata that fold the source of a cell, in Colab and in Jupyter."""


def cell(book: Book) -> NotebookNode:
    """The setup cell: says what the notebook needs, and installs what is missing of it.

    The page of the chapter writes its own address into the line of ``address``.
    """
    package = book.package
    call = (
        "prepare(\n"
        f'    wheel="{package.wheel}",\n'
        f'    sha256="{package.sha256}",\n'
        f'    address="{book.wheels}",\n'
        f"    python={package.python!r},\n"
        f"    kept={package.kept!r},\n"
        f"    added={package.added!r},\n"
        ")"
    )
    source = f"{TITLE}\n{INSTALLER.read_text(encoding='utf-8')}\n\n{call}"
    return v4.new_code_cell(source, id="setup", metadata=FOLDED)


def introduction(book: Book, page: str, solutions: bool = True) -> NotebookNode:
    """Where the notebook comes from, and what its first cell does."""
    kind = "assignment" if page.startswith(ASSIGNMENTS) else "chapter"
    source = f"[{kind}]({book.site}/{page}.html)" if book.site else kind
    work = WORK[kind] if solutions or kind == "assignment" else LEFT_OUT
    article = "an" if kind == "assignment" else "a"
    text = (
        f"This notebook is {article} {source} of *Tied: Parameter Tying and Sharing in Deep "
        f"Learning*, version {book.version}. Run the cells in order. Make a prediction wherever "
        f"you are asked for one; {work}\n\n"
        "The next cell looks for the packages that the notebook needs. It says what is missing, "
        "and installs that; it changes nothing else. It runs in Colab, JupyterLab and VS Code."
    )
    return v4.new_markdown_cell(text, id="about-this-notebook")
