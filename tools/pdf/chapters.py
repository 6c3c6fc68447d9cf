"""Chapters for the PDF: articles of the built site, made to stand together in one document."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode
from sphinx_external_toc.parsing import parse_toc_yaml

ARTICLE = "article.bd-article"
LEFT_OUT = ("book/review",)
"""Pages that consist of what a script does."""

DROPPED = "script, .headerlink, .built-line, [hidden]"
SOLUTION = ".solution"
REFERENCES = ("aria-describedby", "aria-labelledby", "for", "headers")
"""Attributes whose values are ids."""

URL = re.compile(r"url\((&quot;|[\"']?)#")


@dataclass(frozen=True)
class Section:
    """A heading of the second level: its words and its id in the document."""

    words: str
    anchor: str


@dataclass(frozen=True)
class Chapter:
    """A page of the book, as it stands in the document.

    Attributes:
        part: the part of the book that it begins; empty if it belongs to the part before.
        title: its heading, in words.
        anchor: its id in the document.
        sections: its headings of the second level.
        html: its content.
        styles: style sheets of its page, as paths of files, in their order.
    """

    part: str
    title: str
    anchor: str
    sections: tuple[Section, ...]
    html: str
    styles: tuple[Path, ...]


def pages(root: Path) -> list[tuple[str, str]]:
    """Part and page of all that is printed, in the order of ``_toc.yml``.

    The part is named with its first page, and is empty with all others.
    """
    toc = parse_toc_yaml(root / "_toc.yml").root
    printed = [("", toc.docname)]
    for part in toc.subtrees:
        names = [str(name) for name in part.items if str(name) not in LEFT_OUT]
        printed += zip([part.caption or "", *[""] * len(names)], names, strict=False)
    return printed


def read_chapters(root: Path, site: Path, solutions: bool = True) -> list[Chapter]:
    """All chapters of the book of ``root`` that was built into ``site``.

    Without ``solutions`` they are left out, and what links to them gets no link.

    Raises:
        FileNotFoundError: if a page was not built.
    """
    printed = pages(root)
    anchors = {f"{name}.html": anchor_of(name) for _, name in printed}
    withheld = None if solutions else {one for name in anchors for one in in_solutions(site, name)}
    return [read(part, site, f"{name}.html", anchors, withheld) for part, name in printed]


def in_solutions(site: Path, name: str) -> Iterator[str]:
    """Addresses of the solutions of the page ``name``, and of all that has an id in them."""
    document = LexborHTMLParser((site / name).read_text(encoding="utf-8"))
    for solution in document.css(SOLUTION):
        for node in (solution, *solution.css("[id]")):
            if anchor := node.attributes.get("id"):
                yield f"{name}#{anchor}"


def anchor_of(name: str) -> str:
    """The id that a page has in the document; those within it begin with the same words."""
    return name.replace("/", "-")


def read(
    part: str, site: Path, name: str, anchors: dict[str, str], withheld: set[str] | None = None
) -> Chapter:
    """The chapter of the page ``name`` of ``site``; ``anchors`` are those of all pages.

    If solutions are left out, ``withheld`` are the addresses to which no link may lead.
    """
    document = LexborHTMLParser((site / name).read_text(encoding="utf-8"))
    (article,) = document.css(ARTICLE)
    dropped = DROPPED if withheld is None else f"{DROPPED}, {SOLUTION}"
    for node in article.css(dropped):
        node.decompose()
    for details in article.css("details"):
        details.attrs["open"] = ""
    for link in article.css("a[href]"):
        lead_within(link, name, anchors, withheld or set())
    anchor = anchors[name]
    prefix_ids(article, f"{anchor}--")
    return Chapter(
        part=part,
        title=words(article.css("h1")[0]),
        anchor=anchor,
        sections=tuple(sections(article)),
        html=URL.sub(rf"url(\1#{anchor}--", article.inner_html or ""),
        styles=tuple(styles(document, (site / name).parent)),
    )


def words(heading: LexborNode) -> str:
    """Text of a heading, in one line."""
    return " ".join(heading.text().split())


def sections(article: LexborNode) -> Iterator[Section]:
    """Headings of the second level, by the ids of the sections that they begin."""
    for heading in article.css("section > h2"):
        section = heading.parent
        if section is not None and (anchor := section.attributes.get("id")):
            yield Section(words(heading), anchor)


def styles(document: LexborHTMLParser, folder: Path) -> Iterator[Path]:
    """Files of the style sheets of a page in ``folder``."""
    for link in document.css("link[rel=stylesheet]"):
        yield (folder / unquote((link.attributes["href"] or "").partition("?")[0])).resolve()


def lead_within(link: LexborNode, name: str, anchors: dict[str, str], withheld: set[str]) -> None:
    """Let a link of the page ``name`` lead to its target in the document.

    What the PDF does not hold, such as a notebook or what is ``withheld``, gets no link; other
    sites are left alone.
    """
    target, _, fragment = (link.attributes["href"] or "").partition("#")
    if ":" in target:
        return
    page = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
    if page in anchors and f"{page}#{fragment}" not in withheld:
        link.attrs["href"] = f"#{anchors[page]}--{fragment}" if fragment else f"#{anchors[page]}"
    else:
        del link.attrs["href"]


def prefix_ids(article: LexborNode, prefix: str) -> None:
    """Let all ids of ``article`` begin with ``prefix``, so that chapters share none."""
    for node in article.css("[id]"):
        node.attrs["id"] = f"{prefix}{node.attributes['id']}"
    for name in REFERENCES:
        for node in article.css(f"[{name}]"):
            ids = (node.attributes[name] or "").split()
            node.attrs[name] = " ".join(f"{prefix}{one}" for one in ids)
    for node in article.css("use"):
        for name in ("href", "xlink:href"):
            if (node.attributes.get(name) or "").startswith("#"):
                node.attrs[name] = f"#{prefix}{(node.attributes[name] or '')[1:]}"
