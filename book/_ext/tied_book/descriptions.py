"""Description of a page for search engines: its first paragraph, unless the page gives one."""

from __future__ import annotations

import html
import textwrap
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LONGEST = 200
SHORTEST = 40
ASIDE = (nodes.Admonition, nodes.container, nodes.table, nodes.footnote)


def plain(paragraph: nodes.paragraph) -> str:
    """Text of ``paragraph`` on one line."""
    return " ".join(paragraph.astext().split())


def is_aside(node: nodes.Node) -> bool:
    """Whether ``node`` stands in a box or a table, beside the running text."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, ASIDE):
            return True
    return False


def first_paragraph(doctree: nodes.document) -> str:
    """The first paragraph of the running text with more than a few words, cut between words."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = plain(paragraph)
        if len(text) >= SHORTEST and not is_aside(paragraph):
            return textwrap.shorten(text, LONGEST, placeholder=" …")
    return ""


def describe(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add ``<meta name="description">`` to a page that has none."""
    if 'name="description"' in context.get("metatags", ""):
        return
    fallback = f"{context.get('title') or pagename}: {app.config.html_title}"
    text = (first_paragraph(doctree) if doctree is not None else "") or fallback
    tag = f'<meta name="description" content="{html.escape(text)}" />\n'
    context["metatags"] = context.get("metatags", "") + tag


def connect(app: Sphinx) -> None:
    """Describe every page that is written."""
    app.connect("html-page-context", describe)
