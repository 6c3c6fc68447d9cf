"""Pictures of notebook outputs: SVG within the page, and beside every widget its picture."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from tied_book.content.svg import fit_to_page, serialise

VIEW = "application/vnd.jupyter.widget-view+json"
SVG = "image/svg+xml"
IMAGES = (SVG, "image/png", "image/jpeg")
LOGGER = logging.getLogger(__name__)


class picture(nodes.General, nodes.Element):
    """An SVG element in the page; ``svg`` holds its tree, ``ids`` its name."""


def visit_picture(self: HTML5Translator, node: picture) -> None:
    """Write the SVG element, in a box in which it scrolls where the page is too narrow for it."""
    self.body.append(f'<div class="picture-box">{serialise(node["svg"])}</div>')
    raise nodes.SkipNode


def bundles(document: nodes.document) -> list[nodes.container]:
    """The nodes of ``document`` that hold one output in several formats."""
    return [
        node
        for node in document.findall(nodes.container)
        if node.get("nb_element") == "mime_bundle"
    ]


def formats_of(bundle: nodes.container) -> dict[str, nodes.Element]:
    """The formats of an output by their MIME types."""
    return {
        child["mime_type"]: child for child in bundle.children if isinstance(child, nodes.Element)
    }


class InlinePictures(SphinxPostTransform):
    """Writes SVG outputs into the page, just before myst-nb chooses a format (priority 4)."""

    default_priority = 3
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace every output that holds a picture."""
        number = 0
        for bundle in bundles(self.document):
            formats = formats_of(bundle)
            kind = next((kind for kind in IMAGES if kind in formats), None)
            if kind is not None:
                number += 1
                bundle.replace_self(self.replacement(formats, kind, f"picture-{number}"))
            elif VIEW in formats:
                LOGGER.warning(
                    "a widget has no picture: it would be invisible without JavaScript",
                    location=bundle,
                )

    def replacement(
        self, formats: dict[str, nodes.Element], kind: str, name: str
    ) -> list[nodes.Node]:
        """The picture of an output, of type ``kind``; with its widget in a box, if it has one."""
        alt = formats["text/plain"].astext().strip() if "text/plain" in formats else ""
        content = self.picture_nodes(formats[kind], kind, alt, name)
        if VIEW not in formats:
            return content
        box = nodes.container(classes=["widget-fallback"])
        box += nodes.container("", *content, classes=["widget-static"])
        box += formats[VIEW].children
        return [box]

    def picture_nodes(
        self, output: nodes.Element, kind: str, alt: str, name: str
    ) -> list[nodes.Node]:
        """Nodes that show ``output``: an SVG element, or the image with its alternative text."""
        for image in list(output.findall(nodes.image)):
            image["alt"] = alt or image.get("alt", "")
            if kind == SVG:
                file = Path(self.app.srcdir) / image["uri"].lstrip("/")
                inline = picture(
                    svg=fit_to_page(file.read_text(encoding="utf-8"), image["alt"], name),
                    ids=[name],
                )
                image.replace_self(inline)
        return output.children


def connect(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(picture, html=(visit_picture, None))
    app.add_post_transform(InlinePictures)
