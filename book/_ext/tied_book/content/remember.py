"""The box *What to remember*: always in a section of its own, so that the contents lead to it.

An author may write the section's heading or leave it out. The box does not repeat the heading.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

REMEMBER = "remember"


class RememberSections(SphinxTransform):
    """Moves a box without a heading into a section; runs after solutions were merged (10)."""

    default_priority = 30

    def apply(self, **kwargs: object) -> None:
        """Change every such box of the document."""
        for box in list(self.document.findall(nodes.admonition)):
            if REMEMBER in box["classes"] and (has_heading(box) or self.move(box)):
                del box[0]

    def move(self, box: nodes.admonition) -> bool:
        """Put ``box`` into a section after the part of the chapter in which it stands, if any."""
        part = box.parent
        while part is not None and not is_part(part):
            part = part.parent
        if part is None:
            return False
        words = box[0].astext()
        box.parent.remove(box)
        name = nodes.fully_normalize_name(words)
        section = nodes.section("", nodes.title(words, words), box, names=[name])
        self.document.note_implicit_target(section, section)
        part.parent.insert(part.parent.index(part) + 1, section)
        return True


def is_part(node: nodes.Node) -> bool:
    """Whether ``node`` is a section right below the chapter's title."""
    top = node.parent
    return (
        isinstance(node, nodes.section)
        and isinstance(top, nodes.section)
        and isinstance(top.parent, nodes.document)
    )


def has_heading(box: nodes.Element) -> bool:
    """Whether ``box`` stands in a section that has its title."""
    place = box.parent
    return isinstance(place, nodes.section) and place[0].astext() == box[0].astext()


def connect(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(RememberSections)
