"""Exercises and solutions: their numbers and ids, and solutions that fold without JavaScript."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator
from sphinx_exercise.nodes import solution_node

REPEATED = ("exercise-content", "solution-content")


class ContentIds(SphinxTransform):
    """Gives every content box an id of its own, where sphinx-exercise gives one to all.

    Sphinx numbers sections by their ids, so that they need one; the old id becomes a class. Runs
    after the gated directives were merged (priority 10).
    """

    default_priority = 20

    def apply(self, **kwargs: object) -> None:
        """Change every content box of the document."""
        boxes = [
            node
            for node in self.document.findall(nodes.section)
            if set(REPEATED) & set(node["ids"])
        ]
        for number, section in enumerate(boxes, start=1):
            (name,) = set(REPEATED) & set(section["ids"])
            label = section.parent.get("label") or f"exercise-{number}"
            section["ids"] = [nodes.make_id(f"{label}-content")]
            section["classes"].append(name)


def number_by_page(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Number exercises and formulas of every page from 1, as its figures are; Sphinx counts on."""
    for kinds in env.toc_fignumbers.values():
        for kind in {"exercise", "displaymath"} & kinds.keys():
            kinds[kind] = {name: (n,) for n, name in enumerate(kinds[kind], start=1)}
    return []


class folded(nodes.General, nodes.Element):
    """A solution behind its title, as ``<details>``: it opens without JavaScript."""


def visit_folded(self: HTML5Translator, node: folded) -> None:
    """Open the element and write its title."""
    title = self.encode(node["title"])
    self.body.append(self.starttag(node, "details", ""))
    self.body.append(f"<summary>{title}</summary>\n")


def depart_folded(self: HTML5Translator, node: folded) -> None:
    """Close the element."""
    self.body.append("</details>\n")


class FoldedSolutions(SphinxPostTransform):
    """Replaces solutions of class ``dropdown``, once sphinx-exercise knows their titles (22)."""

    default_priority = 30
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace every such solution of the document."""
        for solution in list(self.document.findall(solution_node)):
            if "dropdown" in solution["classes"]:
                title, *content = solution.children
                ids = [name.rpartition("/")[2] for name in solution["ids"]]  # not the page's path
                solution["ids"], solution["classes"] = [], []  # replace_self would add them
                details = folded("", *content, title=title.astext(), ids=ids)
                details["classes"] = ["solution", "folded"]
                solution.replace_self(details)


def connect(app: Sphinx) -> None:
    """Register the transforms, and number after Sphinx has (500)."""
    app.connect("env-get-updated", number_by_page, priority=900)
    app.add_transform(ContentIds)
    app.add_node(folded, html=(visit_folded, depart_folded))
    app.add_post_transform(FoldedSolutions)
