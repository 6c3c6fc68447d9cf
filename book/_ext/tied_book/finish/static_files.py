"""The folder ``_static``: the colours of the package go in, and files that no page asks for go."""

from __future__ import annotations

from pathlib import Path

PALETTE = "tied-palette.css"
UNUSED = (
    "sphinx-thebe.*",
    "fontawesome.js*",
    "*.js.map",
    "*.css.map",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
)


def write_palette(site: Path) -> None:
    """Write the package's colours as a style sheet."""
    from tying.plotting.palette import palette_css  # not at the top: other builders do without it

    (site / "_static" / PALETTE).write_text(palette_css(), encoding="utf-8")


def remove_unused(site: Path) -> None:
    """Remove files of the theme and of extensions whose scripts the pages do not load."""
    for pattern in UNUSED:
        for file in (site / "_static").rglob(pattern):
            file.unlink()
