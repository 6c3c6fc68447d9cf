"""Captions: the paragraph below a picture that starts with a bold "Figure 1."."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from tied_book.content.pictures import picture

OPENING = re.compile(r"Figure (\d+)\.?")


def opening(node: nodes.Node) -> re.Match[str] | None:
    """The words "Figure 1." if ``node`` is a paragraph that starts with them in bold."""
    if not isinstance(node, nodes.paragraph):
        return None
    first = next((child for child in node.children if child.astext()), None)  # MyST puts "" first
    return OPENING.fullmatch(first.astext().strip()) if isinstance(first, nodes.strong) else None


class Captions(SphinxPostTransform):
    """Marks captions, and tells each picture which paragraph describes it."""

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Walk over the paragraphs of the document."""
        for paragraph in list(self.document.findall(nodes.paragraph)):
            match = opening(paragraph)
            place = paragraph.parent.index(paragraph)
            above = [
                node
                for node in paragraph.parent.children[:place]
                if not isinstance(node, nodes.target)
            ]
            if match is None or not above or "cell" not in above[-1].get("classes", ()):
                continue
            paragraph["classes"].append("figure-caption")
            if not paragraph["ids"]:
                paragraph["ids"].append(f"figure-{match[1]}")
            for shown in above[-1].findall(picture):
                shown["svg"].set("aria-describedby", paragraph["ids"][0])


def connect(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(Captions)
