"""The button of a folded source: named by a comment in the first line of the cell.

Two buttons in a row that both say “Show the source” do not say which one a reader wants. If a
folded cell begins with the comment ``# Drawing Figure 3``, its button says “Show the source:
Drawing Figure 3”. A comment that ends like a sentence explains the code and names nothing.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

FOLDED = ("input", "input+output", "all")
PROMPTS = ("prompt_show", "prompt_hide")
NAME = re.compile(r"# (?P<name>\S.*[^.!?:\s])\s*")


def name_of(source: str) -> str:
    """What the comment in the first line of ``source`` names; empty if there is none."""
    first = source.split("\n", 1)[0]
    match = NAME.fullmatch(first)
    return match["name"] if match else ""


class Sources(SphinxPostTransform):
    """Names the buttons of folded sources, before MyST-NB writes them."""

    default_priority = 4
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Add its name to each button of the document that has one."""
        for cell in self.document.findall(nodes.container):
            if cell.get("nb_element") == "cell_code" and cell.get("hide_mode") in FOLDED:
                name_button(cell)


def name_button(cell: Any) -> None:
    """Write the name of the source of ``cell`` behind the words of its button."""
    source = next(iter(cell.findall(nodes.literal_block)), None)
    name = name_of(source.astext()) if source is not None else ""
    if name:
        for prompt in PROMPTS:
            cell[prompt] = f"{cell[prompt]}: {name}"


def connect(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(Sources)
