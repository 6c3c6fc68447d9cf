"""Scripts and styles of predictions: linked from their modules, and only on pages that use them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from tied_book.predictions import cards, page

HERE = Path(__file__).parent
STYLE = "tied-predictions.css"
CHAPTER, REVIEW, PROGRESS = "tied-predictions.js", "tied-review.js", "tied-progress.js"
ENTRIES = {CHAPTER: "chapter.js", REVIEW: "review.js", PROGRESS: "progress.js"}
MAP = 'class="book-map"'
IMPORT = re.compile(r'^import\s[^;]*?from "\./(?P<name>[\w-]+\.js)";\n', re.MULTILINE)
COMMENT = re.compile(r"^\s*(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class)\b)", re.MULTILINE)


def link(entry: Path) -> str:
    """One classic script of a module and what it imports: pages opened from files load no modules.

    Names are those of the modules, so that no two of them may declare the same one.
    """
    texts: dict[str, str] = {}

    def add(path: Path) -> None:
        if path.name not in texts:
            texts[path.name] = ""
            source = path.read_text(encoding="utf-8")
            for match in IMPORT.finditer(source):
                add(path.with_name(match["name"]))
            del texts[path.name]  # what it imports stands before it
            texts[path.name] = EXPORT.sub("", IMPORT.sub("", COMMENT.sub("", source)))

    add(entry)
    return "(() => {\n" + '"use strict";\n' + "\n".join(texts.values()) + "})();\n"


def add(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add to one page what it uses."""
    if doctree is None:
        return
    files = []
    if page.of_page(doctree):
        files = [CHAPTER]
    if any("review" in box["classes"] for box in doctree.findall(nodes.admonition)):
        files = [cards.CARDS, REVIEW]
    if files:
        app.add_css_file(STYLE)
    if any(MAP in raw.astext() for raw in doctree.findall(nodes.raw)):
        files += [cards.KEYS, PROGRESS]
    for name in files:
        app.add_js_file(name, loading_method="defer")


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the scripts and the style sheet into the site."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for name, entry in ENTRIES.items():
        (static / name).write_text(link(HERE / "js" / entry), encoding="utf-8")
    style = (HERE / "predictions.css").read_text(encoding="utf-8")
    (static / STYLE).write_text(style, encoding="utf-8")


def connect(app: Sphinx) -> None:
    """Write the files, and add them to the pages that use them."""
    app.connect("html-page-context", add)
    app.connect("build-finished", write)
