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
    from tying.widgets.linker import link_for_page  # not at the top: other builders do without it

    static = Path(app.outdir) / "_static"
    for name, entry in ENTRIES.items():
        (static / name).write_text(link_for_page(HERE / "js" / entry), encoding="utf-8")
    style = (HERE / "predictions.css").read_text(encoding="utf-8")
    (static / STYLE).write_text(lean(style), encoding="utf-8")


def lean(style: str) -> str:
    """A style sheet without comments, indentation and empty lines, as scripts are linked."""
    lines = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL).splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())


def connect(app: Sphinx) -> None:
    """Write the files, and add them to the pages that use them."""
    app.connect("html-page-context", add)
    app.connect("build-finished", write)
