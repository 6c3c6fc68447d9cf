"""The document that is printed: title page, contents with page numbers, and all chapters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from tools.pdf.chapters import Chapter

STYLE = Path(__file__).with_name("paper.css")
CONTENTS = 2
"""The page on which the contents begin, behind the title page."""

LICENCE = "Code under the MIT licence, text and figures under CC BY 4.0."
ABOUT = (
    "On paper every prediction stands above its answer, and every widget is a picture. On the "
    "pages of the book answers wait until you have predicted them, and the pictures move."
)

WITHOUT = " The solutions of the exercises are left out."


@dataclass(frozen=True)
class Edition:
    """What the title page says.

    Attributes:
        title: title and subtitle, with a colon between them.
        author: who wrote the book.
        words: version, commit and its date, in one line.
        date: when the PDF says that it was made; None if that is not known.
        site: address of the book on the web, or empty.
        solutions: whether it holds the solutions of the exercises.
    """

    title: str
    author: str
    words: str
    date: datetime | None
    site: str
    solutions: bool = True


def html(edition: Edition, chapters: Sequence[Chapter], numbers: Mapping[str, int]) -> str:
    """The document, for a browser without scripts.

    Args:
        edition: what the title page says.
        chapters: what is printed, in order.
        numbers: the pages of chapters and sections by their ids; where one is missing, none is
            printed in the contents.
    """
    styles = dict.fromkeys(style for chapter in chapters for style in chapter.styles)
    links = "".join(f'<link rel="stylesheet" href="{style.as_uri()}">\n' for style in styles)
    articles = "\n".join(map(article, chapters))
    return f"""<!DOCTYPE html>
<html lang="en" data-theme="light" data-mode="light"><head><meta charset="utf-8">
<title>{escape(edition.title)}</title>
{links}<style>{STYLE.read_text(encoding="utf-8")}
{"".join(running_heads(chapters))}</style></head>
<body><main class="bd-main"><div class="bd-content"><div class="bd-article-container">
{title_page(edition)}
{contents(chapters, numbers)}
{articles}
</div></div></main></body></html>
"""


def running_heads(chapters: Sequence[Chapter]) -> Iterator[str]:
    """A kind of paper for each chapter, with its title above the text."""
    for chapter in chapters:
        # JSON writes < as it is, and </style> would end the style.
        title = json.dumps(chapter.title, ensure_ascii=False).replace("<", "\\3c ")
        yield f"@page {chapter.anchor} {{ @top-left {{ content: {title}; }} }}\n"


def article(chapter: Chapter) -> str:
    """A chapter, on paper of its own."""
    return (
        f'<article class="bd-article" id="{chapter.anchor}" style="page: {chapter.anchor}">'
        f"{chapter.html}</article>"
    )


def title_page(edition: Edition) -> str:
    """The first page."""
    title, _, subtitle = edition.title.partition(": ")
    without = "" if edition.solutions else WITHOUT
    site = f'<p><a href="{escape(edition.site)}">{escape(edition.site)}</a></p>'
    return f"""<section class="title-page">
<p class="title">{escape(title)}</p><p class="subtitle">{escape(subtitle)}</p>
<p>{escape(edition.author)}</p>
<div class="imprint"><p>{ABOUT}{without}</p><p>{escape(edition.words)}. {LICENCE}</p>
{site if edition.site else ""}</div></section>"""


def contents(chapters: Sequence[Chapter], numbers: Mapping[str, int]) -> str:
    """Parts, chapters and sections, with their pages."""

    def line(kind: str, words: str, anchor: str) -> str:
        number = numbers.get(anchor, "")
        return (
            f'<li class="{kind}"><a href="#{anchor}"><span class="words">{escape(words)}</span>'
            f'<span class="number">{number}</span></a></li>'
        )

    lines = []
    for chapter in chapters:
        if chapter.part:
            lines.append(f'<li class="part">{escape(chapter.part)}</li>')
        lines.append(line("chapter", chapter.title, chapter.anchor))
        lines += (line("section", one.words, one.anchor) for one in chapter.sections)
    listed = "\n".join(lines)
    return f'<nav class="book-contents"><h1>Contents</h1><ul>{listed}</ul></nav>'
