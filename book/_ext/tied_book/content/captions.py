"""Captions: the paragraph below a picture that starts with a bold "Figure 1."."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from tied_book.content.pictures import picture

OPENING = re.compile(r"Figure (\d+)\.?")


def figure_number(node: nodes.Node) -> str | None:
    """The number in the bold words "Figure 1." with which the paragraph ``node`` starts."""
    if not isinstance(node, nodes.paragraph):
        return None
    first = next((child for child in node.children if child.astext()), None)  # MyST puts "" first
    match = OPENING.fullmatch(first.astext().strip()) if isinstance(first, nodes.strong) else None
    return match[1] if match else None


def node_above(paragraph: nodes.paragraph) -> nodes.Node | None:
    """What stands before ``paragraph``, targets of links aside."""
    siblings = paragraph.parent.children[: paragraph.parent.index(paragraph)]
    return next((node for node in reversed(siblings) if not isinstance(node, nodes.target)), None)


class Captions(SphinxPostTransform):
    """Marks captions, and gives each picture the id of the paragraph that describes it."""

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Mark every paragraph below a cell that starts like a caption."""
        for paragraph in list(self.document.findall(nodes.paragraph)):
            number = figure_number(paragraph)
            if number is None:
                continue
            cell = node_above(paragraph)
            if isinstance(cell, nodes.Element) and "cell" in cell.get("classes", ()):
                self.mark(paragraph, number, cell)

    def mark(self, caption: nodes.paragraph, number: str, cell: nodes.Element) -> None:
        """Make ``caption`` that of the pictures of ``cell``."""
        caption["classes"].append("figure-caption")
        if not caption["ids"]:
            caption["ids"].append(f"figure-{number}")
        for node in cell.findall(picture):
            node["svg"].set("aria-describedby", caption["ids"][0])


def connect(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(Captions)
