"""Predictions in a copy: the question as plain text, its outcome folded below the cells.

A copy has no outputs: the reader answers, runs the cells, and opens what came out. The hints of an
assignment are folded too.
"""

from __future__ import annotations

import re

CLASSES = re.compile(r"^:class:[ ]*(.*)$", re.MULTILINE)
NAMED = re.compile(r"^:name:[ ]*\S", re.MULTILINE)
SUMMARY = "your-predictions"


def plain(title: str, options: str, text: str) -> str | None:
    """The plain form of a box of a prediction; None for every other box.

    Args:
        title: the title of the box, as plain Markdown.
        options: the lines of its options, with its classes and its name.
        text: what it holds, as plain Markdown.
    """
    match = CLASSES.search(options)
    classes = match[1].split() if match else []
    if SUMMARY in classes:
        return ""
    if {"hint", "dropdown"} <= set(classes):
        return folded(title, text)
    if NAMED.search(options) is None:
        return None
    if "predict" in classes:
        return f"**{title}**\n\n{text}"
    if "outcome" in classes:
        return folded(title, text)
    return None


def folded(title: str, text: str) -> str:
    """A box that opens when its title is chosen."""
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"
