"""The first cells of a copy: where it comes from, and what it needs."""

from __future__ import annotations

from nbformat import NotebookNode, v4

from tools.learner.settings import Book

INSTALL = """\
# Brings the book's package where it is missing; torch and numpy stay as they are.
import importlib.util
import subprocess
import sys
from importlib.metadata import version

if importlib.util.find_spec("tying") is None:
    wheel = "{wheels}/tying-{version}-py3-none-any.whl"
    kept = [f"{{name}}=={{version(name)}}" for name in ("torch", "numpy")]
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, f"tying[book] @ {{wheel}}", *kept], check=True)
    importlib.invalidate_caches()
"""
REFUSE = """\
import importlib.util

if importlib.util.find_spec("tying") is None:
    raise ModuleNotFoundError(
        "This notebook needs the book's package: run pip install '.[book]' in the book's folder."
    )
"""


def cell(book: Book) -> NotebookNode:
    """The setup cell: installs the package from a release where there is one, or says how."""
    source = INSTALL.format(wheels=book.wheels, version=book.version) if book.wheels else REFUSE
    return v4.new_code_cell(source.rstrip(), id="setup")


def introduction(book: Book, page: str) -> NotebookNode:
    """A line on where the notebook comes from, above the setup cell."""
    chapter = f"[chapter]({book.site}/{page}.html)" if book.site else "chapter"
    text = (
        f"*This notebook is a {chapter} of* Tied: Parameter Tying and Sharing in Deep Learning*, "
        f"version {book.version}. Run the cells in order. Make a prediction wherever you are asked "
        "for one; the solutions of the exercises stand at the end.*"
    )
    return v4.new_markdown_cell(text, id="about-this-notebook")
