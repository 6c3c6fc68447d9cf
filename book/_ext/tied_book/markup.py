"""Markup of the theme, docutils and myst-nb, made valid and accessible where it is not.

Each repair says what is wrong with what it replaces; axe-core and html-validate found them.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

VIEWPORT = re.compile(r'\s*<meta name="viewport"[^>]*>')

REPAIRS = [
    # The logo and the search button lie in no landmark. (The theme's script wants this <div>.)
    (
        r'<div id="pst-primary-sidebar"',
        r'<div id="pst-primary-sidebar" role="complementary" aria-label="The book"',
    ),
    (r'<main ([^>]*?) role="main">', r"<main \1>"),
    # Titles of parts call themselves headings, and come before the page's first heading.
    (r'<p aria-level="\d" class="caption" role="heading">', r'<p class="caption">'),
    # Without a type, a button submits the form that it may come to stand in.
    (r"<button(?![^>]*\stype=)", r'<button type="button"'),
    # Buttons whose only name is a tooltip, and a name that a reader would not understand.
    (
        r'title="Toggle primary sidebar"',
        r'title="Contents of the book" aria-label="Contents of the book"',
    ),
    (r'title="Toggle secondary sidebar"', r'title="On this page" aria-label="On this page"'),
    # A summary holds no paragraphs, and is called by what it shows.
    (r'<summary aria-label="Toggle hidden content">', r"<summary>"),
    (
        r'<p class="(collapsed|expanded) admonition-title">(.*?)</p>',
        r'<span class="\1 admonition-title">\2</span>',
    ),
    # Entries of a list have to be items; an entry of a bibliography is no longer a role.
    (r'(<div class="citation" id="[^"]*") role="doc-biblioentry">', r'\1 role="listitem">'),
    # Cells that head a column or a row say which.
    (r'<th(?![^>]*\sscope=)([^>]*\bclass="[^"]*\bhead\b)', r'<th scope="col"\1'),
    (r'<th(?![^>]*\sscope=)([^>]*\bclass="[^"]*\bstub\b)', r'<th scope="row"\1'),
]


def repaired(html: str) -> str:
    """``html``, the content of a page, with every repair made."""
    for wrong, right in REPAIRS:
        html = re.sub(wrong, right, html, flags=re.DOTALL)
    return html


def offer(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Hand the repair to the page template, and leave one viewport of three: the theme's."""
    context["repaired"] = repaired
    context["metatags"] = VIEWPORT.sub("", context.get("metatags", ""))


def connect(app: Sphinx) -> None:
    """Repair every page, and let boxes that scroll be reached by keyboard."""
    app.connect("html-page-context", offer, priority=900)
    app.add_js_file("book.js", loading_method="defer")
