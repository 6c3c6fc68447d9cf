"""Description of a page for search engines: its first sentences, unless the page gives its own.

(sphinxext-opengraph cuts the text within a word, and describes only pages that have a source.)
"""

from __future__ import annotations

import html
import re
import textwrap
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LONGEST = 200
"""Characters of a description, at most."""

SHORTEST = 40
"""Characters of a paragraph that describes a page, at least."""

ASIDE = (nodes.Admonition, nodes.container, nodes.table, nodes.footnote)
SENTENCE = re.compile(r".*?[.?!](?=\s+[A-Z]|$)")


def plain_text(paragraph: nodes.paragraph) -> str:
    """Text of ``paragraph`` on one line, without the marks of citations."""
    text = " ".join(paragraph.astext().split())
    return re.sub(r"\s*\[[A-Za-z+]+\d{2}[a-z]?\](?=[\s.,;:?!])", "", text)


def first_sentences(text: str) -> str:
    """As many whole sentences of ``text`` as fit, or the start of the first, cut between words."""
    fitting = ""
    for match in SENTENCE.finditer(text):
        if len(fitting) + len(match[0]) > LONGEST:
            break
        fitting += match[0]
    return fitting.strip() or textwrap.shorten(text, LONGEST, placeholder=" …")


def is_aside(node: nodes.Node) -> bool:
    """Whether ``node`` stands in a box or a table, beside the running text."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, ASIDE):
            return True
    return False


def first_paragraph(doctree: nodes.document) -> str:
    """The first paragraph of the running text that holds a sentence, cut between sentences."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = plain_text(paragraph)
        if len(text) >= SHORTEST and SENTENCE.match(text) and not is_aside(paragraph):
            return first_sentences(text)
    return ""


def add_description(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add ``<meta name="description">`` to a page that has none."""
    if 'name="description"' in context.get("metatags", ""):
        return
    fallback = f"The page “{context.get('title') or pagename}” of {app.config.html_title}."
    text = (first_paragraph(doctree) if doctree is not None else "") or fallback
    tag = f'<meta name="description" content="{html.escape(text)}" />\n'
    context["metatags"] = context.get("metatags", "") + tag


def connect(app: Sphinx) -> None:
    """Describe every page that is written."""
    app.connect("html-page-context", add_description)
