"""The directive ``{book-map}``: the questions of the book on a line, from the table of contents.

A part is a stretch of the line, and a chapter a station that carries its question. The content of
the directive may give a page a line of its own, in YAML: ``notebooks/…: what one does there``. The
pages to look things up stand side by side below the line. On the stations the script of the
predictions writes how far a reader is.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

TOC = "_toc.yml"
CHAPTERS = "notebooks/"


class book_map(nodes.General, nodes.Element):
    """Where the map goes, once all titles are known."""


class BookMap(SphinxDirective):
    """A map of the book."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """A place that is filled when the pages are written."""
        toc = Path(self.env.srcdir) / TOC
        self.env.note_dependency(str(toc))
        lines = yaml.safe_load("\n".join(self.content)) or {}
        known = [
            page
            for _, pages in parts(yaml.safe_load(toc.read_text(encoding="utf-8")))
            for page in pages
        ]
        if unknown := sorted(set(lines) - set(known)):
            raise self.error(f"{TOC} has no page {unknown[0]}, for which the map has a line")
        return [book_map(lines=lines)]


@dataclass(frozen=True)
class Station:
    """A page of the book on the map."""

    title: str
    address: str
    line: str = ""
    """What one does there."""


@dataclass(frozen=True)
class Stretch:
    """A part of the book: its caption, which may be empty, and its pages."""

    caption: str
    stations: tuple[Station, ...]
    is_aside: bool = False
    """Whether it has pages to look things up, and lies beside the line."""


def parts(toc: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Caption and pages of every part of a table of contents."""
    return [
        (part.get("caption", ""), [page["file"] for page in part.get("chapters", [])])
        for part in toc.get("parts") or [toc]
    ]


def draw(stretches: list[Stretch]) -> str:
    """The map, in a landmark for navigation."""
    inner = "".join(map(draw_stretch, stretches))
    return f'<nav class="book-map" aria-label="Map of the book">{inner}</nav>'


def draw_stretch(stretch: Stretch) -> str:
    """One part: its caption and the list of its pages."""
    tag, kind = ("ul", "map-aside") if stretch.is_aside else ("ol", "map-line")
    items = "".join(map(draw_station, stretch.stations))
    caption = f'<p class="map-part">{escape(stretch.caption)}</p>' if stretch.caption else ""
    return f'{caption}<{tag} class="{kind}">{items}</{tag}>'


def draw_station(one: Station) -> str:
    """One page: its title as a link, and its line."""
    line = f'<p class="map-does">{escape(one.line)}</p>' if one.line else ""
    return f'<li><a href="{escape(one.address)}">{escape(one.title)}</a>{line}</li>'


def fill_map(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the map into its place."""
    for place in list(doctree.findall(book_map)):
        toc = yaml.safe_load((Path(app.srcdir) / TOC).read_text(encoding="utf-8"))
        stretches = [
            Stretch(
                caption,
                tuple(station(app, docname, page, place["lines"]) for page in pages),
                is_aside=bool(caption) and not any(page.startswith(CHAPTERS) for page in pages),
            )
            for caption, pages in parts(toc)
        ]
        place.replace_self(nodes.raw("", draw(stretches), format="html"))


def station(app: Sphinx, docname: str, page: str, lines: dict[str, str]) -> Station:
    """The station of ``page`` on a map that stands on the page ``docname``."""
    address = app.builder.get_relative_uri(docname, page)
    return Station(app.env.titles[page].astext(), address, lines.get(page, ""))


def connect(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(book_map)
    app.add_directive("book-map", BookMap)
    app.connect("doctree-resolved", fill_map)
