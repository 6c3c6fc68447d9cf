"""Puts the learner copies into a built site, and lets its buttons lead to them.

The theme offers the notebook's source, whose directives only this book's build understands.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.learner.copies import write
from tools.learner.settings import settings

FOLDER, BRANCH = "learn", "learner"
SOURCE = re.compile(r"(href=\"(?:\.\./)*)_sources/notebooks/([\w/-]+\.ipynb\")")
COLAB = re.compile(
    r"(//colab\.research\.google\.com/github/[\w.-]+/[\w.-]+/blob/)[\w./-]+?/notebooks/"
)


def offer(root: Path, site: Path) -> None:
    """Write the copies of the book ``root`` into ``site``, and rewrite the pages of its chapters.

    Raises:
        Unknown: if a chapter has something without a plain form; nothing is written then.
    """
    write(settings(root), site / FOLDER)
    for page in sorted((site / "notebooks").rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        led = lead(html)
        if led != html:
            page.write_text(led, encoding="utf-8")


def lead(html: str) -> str:
    """A page whose buttons lead to the copy: in the site, and for Colab on a branch of its own."""
    return COLAB.sub(rf"\1{BRANCH}/", SOURCE.sub(rf"\1{FOLDER}/\2", html))
