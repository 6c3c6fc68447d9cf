"""Step for the terms of the glossary: a page holds the definitions of the terms that it links to.

``terms.js`` shows a definition beside its link, also in a page that was opened from a file. Without
a script the link leads to the glossary, and names its definition for those who hear the page
(``aria-describedby``), whom it is read to although it is not shown.
"""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tied_book.finish.page import Page

BOX = "term-definitions"
LINKS = "article a.reference.internal[href*='#term-']"
TERM, DEFINITION = "term-", "definition-"
"""Beginnings of the ids of a term in the glossary, and of its definition in another page."""

EQUIVALENT = re.compile(r"^<p><span lang=[^>]*>[^<]*</span>\.\s*")
"""What the glossary puts first: the term in another language."""


def hold_definitions(page: Page) -> None:
    """Give a page the definitions of its terms, and let the links name them."""
    for old in page.document.css(f".{BOX}"):
        old.decompose()
    definitions: dict[str, str] = {}
    for link in page.document.css(LINKS):
        address = urlsplit(link.attributes["href"] or "")
        glossary = Path(os.path.normpath(page.file.parent / address.path))
        file = glossary if address.path else page.file
        term = address.fragment.removeprefix(TERM)
        definition = definitions_in(str(file), file.stat().st_mtime_ns).get(term)
        if definition:
            definitions[term] = definition
            link.attrs["aria-describedby"] = f"{DEFINITION}{term}"
    article = page.document.css_first("article")
    if definitions and article is not None:
        inner = "".join(
            f'<div id="{DEFINITION}{term}">{html}</div>' for term, html in definitions.items()
        )
        box = page.document.create_node("div")
        box.attrs["class"] = BOX
        box.attrs["hidden"] = ""
        box.inner_html = inner
        article.insert_child(box)


@functools.cache
def definitions_in(file: str, changed: int) -> dict[str, str]:
    """Definitions in the glossary ``file`` by their terms; ``changed``: the time of its change."""
    document = LexborHTMLParser(Path(file).read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for term in document.css(f"dl.glossary > dt[id^='{TERM}']"):
        definition = term.next
        while definition is not None and definition.tag != "dd":
            definition = definition.next
        if definition is not None:
            name = (term.attributes["id"] or "").removeprefix(TERM)
            found[name] = plain(term, definition)
    return found


def plain(term: LexborNode, definition: LexborNode) -> str:
    """A term and its definition without links, ids, and the look of formulas.

    A formula is MathML alone, which browsers show and read aloud; KaTeX writes each one twice.
    """
    for formula in definition.css("span.math"):
        for source in formula.css("annotation"):
            source.decompose()
        formula.replace_with(formula.css_first("math"))
    for link in term.css("a.headerlink"):
        link.decompose()
    for wrapping in definition.css("a, span.xref"):
        wrapping.unwrap()
    html = EQUIVALENT.sub("<p>", (definition.inner_html or "").strip())
    return f'<p class="term">{(term.inner_html or "").strip()}</p>{html}'
