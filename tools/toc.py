"""The table of contents: which pages of the book are executed, in which order."""

from __future__ import annotations

from pathlib import Path

import nbformat
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from nbformat import NotebookNode
from sphinx_external_toc.parsing import parse_toc_yaml


def notebooks(root: Path) -> list[str]:
    """Notebooks of the table of contents, in its order, as paths in the project."""
    pages = (f"{name}.ipynb" for name in parse_toc_yaml(root / "_toc.yml"))
    return [name for name in pages if (root / name).is_file()]


def executed_pages(root: Path) -> list[str]:
    """Notebooks, and pages of text that are notebooks too (MyST), in the order of the book."""
    pages = []
    for name in parse_toc_yaml(root / "_toc.yml"):
        notebook, text = root / f"{name}.ipynb", root / f"{name}.md"
        if notebook.is_file():
            pages.append(f"{name}.ipynb")
        elif text.is_file() and is_myst_markdown_notebook(text.read_text(encoding="utf-8")):
            pages.append(f"{name}.md")
    return pages


def read(page: Path) -> NotebookNode:
    """The notebook that the file ``page`` is, or, if it is a page of text, says.

    Raises:
        ValueError, KeyError, AttributeError, nbformat.ValidationError: if it is none.
    """
    if page.suffix == ".md":
        return read_myst_markdown_notebook(page.read_text(encoding="utf-8"), path=page)
    return nbformat.read(page, as_version=4)
