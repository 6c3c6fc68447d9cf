"""Content boxes of exercises: sphinx-exercise gives all of them one id, which may stand once on a page."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

REPEATED = ("exercise-content", "solution-content")


class ContentIds(SphinxTransform):
    """Makes the repeated ids classes, after the gated directives were merged (priority 10).

    Sphinx numbers sections by their ids, so that the box gets one of its own: the label of its exercise.
    """

    default_priority = 20

    def apply(self, **kwargs: object) -> None:
        """Change every content box of the document."""
        boxes = [node for node in self.document.findall(nodes.section) if set(REPEATED) & set(node["ids"])]
        for number, section in enumerate(boxes, start=1):
            (name,) = set(REPEATED) & set(section["ids"])
            label = section.parent.get("label") or f"exercise-{number}"
            section["ids"] = [nodes.make_id(f"{label}-content")]
            section["classes"].append(name)


def connect(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(ContentIds)
