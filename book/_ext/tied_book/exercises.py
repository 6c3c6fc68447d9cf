"""Content boxes of exercises: sphinx-exercise gives all of them one id, which may stand once on a page."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

REPEATED = ("exercise-content", "solution-content")


class ContentClasses(SphinxTransform):
    """Turns the repeated ids into classes, after the gated directives were merged (priority 10)."""

    default_priority = 20

    def apply(self, **kwargs: object) -> None:
        """Change every content box of the document."""
        for section in self.document.findall(nodes.section):
            for name in REPEATED:
                if name in section["ids"]:
                    section["ids"].remove(name)
                    section["classes"].append(name)


def connect(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(ContentClasses)
