"""The table of contents: which notebooks the book has, in which order."""

from __future__ import annotations

from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml


def notebooks(root: Path) -> list[str]:
    """Notebooks of the table of contents, in its order, as paths in the project."""
    pages = (f"{name}.ipynb" for name in parse_toc_yaml(root / "_toc.yml"))
    return [name for name in pages if (root / name).is_file()]
