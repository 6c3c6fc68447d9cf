"""The directive ``{book-map}``: the pages of the book as a picture, from the table of contents.

A part is a column of stations on a line; a chapter's station carries the question that it asks
and, smaller, the stops on the way to the answer. Pages to look things up hang beside the line.
"""

from __future__ import annotations

import textwrap
from html import escape
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

TOC = "_toc.yml"
WIDTH, MARGIN, LINE = 420, 34, 19
LETTERS = {"part": 40, "page": 42, "stop": 50}


class map_of_pages(nodes.General, nodes.Element):
    """Where the picture goes, once all titles are known."""


class BookMap(SphinxDirective):
    """A picture of the book; the option ``:alt:`` is not needed, its text can be read."""

    def run(self) -> list[nodes.Node]:
        """A place that is filled when the pages are written."""
        self.env.note_dependency(str(Path(self.env.srcdir) / TOC))
        return [map_of_pages()]


def parts(toc: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Caption and pages of every part of a table of contents."""
    found = toc.get("parts") or [toc]
    return [
        (part.get("caption", ""), [page["file"] for page in part.get("chapters", [])])
        for part in found
    ]


def draw(stations: list[tuple[str, str, str]]) -> str:
    """The picture as SVG. A station is its kind, text and address (empty: no link)."""
    y, line, marks = 8.0, [], []
    for kind, text, address in stations:
        y += {"part": 26, "page": 16, "stop": 4}[kind]
        rows = textwrap.wrap(text, LETTERS[kind])
        spans = "".join(
            f'<tspan x="{MARGIN}" dy="{LINE if i else 0}">{escape(row)}</tspan>'
            for i, row in enumerate([*(f"{row} " for row in rows[:-1]), rows[-1]])
        )
        label = f'<text x="{MARGIN}" y="{y + 5:.0f}" class="map-{kind}">{spans}</text>'
        marks.append(f'<a href="{escape(address)}">{label}</a>' if address else label)
        if kind != "part":
            line.append(y)
            radius = 7 if kind == "page" else 3.5
            marks.append(f'<circle cx="14" cy="{y:.0f}" r="{radius}" class="map-{kind}"/>')
        y += LINE * len(rows)
    rail = f'<line x1="14" x2="14" y1="{line[0]:.0f}" y2="{line[-1]:.0f}" class="map-rail"/>'
    return (
        f'<nav class="book-map" aria-label="Map of the book"><svg viewBox="0 0 {WIDTH} {y:.0f}" '
        f'width="{WIDTH}" height="{y:.0f}">{rail}{"".join(marks)}</svg></nav>'
    )


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the picture into its place."""
    for place in list(doctree.findall(map_of_pages)):
        with (Path(app.srcdir) / TOC).open(encoding="utf-8") as file:
            toc = yaml.safe_load(file)
        stations = []
        for caption, pages in parts(toc):
            stations += [("part", caption, "")] if caption else []
            for page in pages:
                address = app.builder.get_relative_uri(docname, page)
                stations.append(("page", app.env.titles[page].astext(), address))
                if page.startswith("notebooks/"):
                    stations += stops(app, page, address)
        place.replace_self(nodes.raw("", draw(stations), format="html"))


def stops(app: Sphinx, page: str, address: str) -> list[tuple[str, str, str]]:
    """The sections of a chapter that lead to its answer."""
    top = next(app.env.tocs[page].findall(nodes.list_item))
    sections = [item for child in top.children[1:] for item in child.children]
    found = []
    for section in sections:
        link = next(section.findall(nodes.reference))
        if link.astext() not in ("Exercises", "What to remember", "References"):
            found.append(("stop", link.astext(), address + link["anchorname"]))
    return found


def connect(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(map_of_pages)
    app.add_directive("book-map", BookMap)
    app.connect("doctree-resolved", fill)
