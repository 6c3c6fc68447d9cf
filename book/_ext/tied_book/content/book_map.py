"""The directive ``{book-map}``: the pages of the book as a picture, from the table of contents.

A part is a column of stations on a line; a chapter's station carries the question that it asks
and, smaller, its sections, as stops on the way to the answer. Pages to look things up hang beside
the line.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

TOC = "_toc.yml"
WIDTH, TEXT_X, LINE_X, LINE_HEIGHT = 420, 34, 14, 19
"""Pixels: width of the picture, left edge of the text, the line's place, height of a line."""

CHARACTERS = {"part": 40, "page": 42, "stop": 50}
"""Characters in a line of text, at most, for each kind of station."""

SPACE_ABOVE = {"part": 26, "page": 16, "stop": 4}
RADIUS = {"page": 7, "stop": 3.5}
CLOSING = ("Exercises", "What to remember", "References")
"""Sections that end every chapter and lead to no answer."""


class book_map(nodes.General, nodes.Element):
    """Where the picture goes, once all titles are known."""


class BookMap(SphinxDirective):
    """A picture of the book; the option ``:alt:`` is not needed, its text can be read."""

    def run(self) -> list[nodes.Node]:
        """A place that is filled when the pages are written."""
        self.env.note_dependency(str(Path(self.env.srcdir) / TOC))
        return [book_map()]


@dataclass(frozen=True)
class Station:
    """A part, a page or a stop (a section of a page) on the map."""

    kind: str
    text: str
    address: str = ""
    """Where its link leads; empty: no link."""


def parts(toc: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Caption and pages of every part of a table of contents."""
    return [
        (part.get("caption", ""), [page["file"] for page in part.get("chapters", [])])
        for part in toc.get("parts") or [toc]
    ]


def draw_label(station: Station, rows: list[str], y: float) -> str:
    """The text of a station as SVG, its first row at height ``y``, with its link."""
    spaced = [*(f"{row} " for row in rows[:-1]), rows[-1]]  # so that copied text keeps its words
    spans = "".join(
        f'<tspan x="{TEXT_X}" dy="{LINE_HEIGHT if number else 0}">{escape(row)}</tspan>'
        for number, row in enumerate(spaced)
    )
    label = f'<text x="{TEXT_X}" y="{y + 5:.0f}" class="map-{station.kind}">{spans}</text>'
    return f'<a href="{escape(station.address)}">{label}</a>' if station.address else label


def draw(stations: list[Station]) -> str:
    """The picture as SVG, in a landmark for navigation."""
    y = 8.0
    dots: list[float] = []
    marks: list[str] = []
    for station in stations:
        y += SPACE_ABOVE[station.kind]
        rows = textwrap.wrap(station.text, CHARACTERS[station.kind])
        marks.append(draw_label(station, rows, y))
        if station.kind in RADIUS:
            dots.append(y)
            marks.append(
                f'<circle cx="{LINE_X}" cy="{y:.0f}" r="{RADIUS[station.kind]}" '
                f'class="map-{station.kind}"/>'
            )
        y += LINE_HEIGHT * len(rows)
    line = (
        f'<line x1="{LINE_X}" x2="{LINE_X}" y1="{dots[0]:.0f}" y2="{dots[-1]:.0f}" '
        'class="map-rail"/>'
    )
    return (
        f'<nav class="book-map" aria-label="Map of the book"><svg viewBox="0 0 {WIDTH} {y:.0f}" '
        f'width="{WIDTH}" height="{y:.0f}">{line}{"".join(marks)}</svg></nav>'
    )


def fill_map(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the picture into its place."""
    for place in list(doctree.findall(book_map)):
        toc = yaml.safe_load((Path(app.srcdir) / TOC).read_text(encoding="utf-8"))
        stations: list[Station] = []
        for caption, pages in parts(toc):
            if caption:
                stations.append(Station("part", caption))
            for page in pages:
                address = app.builder.get_relative_uri(docname, page)
                stations.append(Station("page", app.env.titles[page].astext(), address))
                if page.startswith("notebooks/"):
                    stations += stops(app, page, address)
        place.replace_self(nodes.raw("", draw(stations), format="html"))


def stops(app: Sphinx, page: str, address: str) -> list[Station]:
    """The sections of the chapter ``page`` that lead to its answer."""
    top = next(app.env.tocs[page].findall(nodes.list_item))
    sections = [item for child in top.children[1:] for item in child.children]
    links = [next(section.findall(nodes.reference)) for section in sections]
    return [
        Station("stop", link.astext(), address + link["anchorname"])
        for link in links
        if link.astext() not in CLOSING
    ]


def connect(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(book_map)
    app.add_directive("book-map", BookMap)
    app.connect("doctree-resolved", fill_map)
