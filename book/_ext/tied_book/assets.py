"""Scripts and styles of a page: each once, none unused, the colours those of the package."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

PALETTE = "tied-palette.css"

# sphinx-thebe starts kernels on a public service, which this book does not do. Fontawesome's script
# is the largest file of a stock page, and the theme's icons come from its web font anyway.
UNUSED = ("sphinx-thebe", "THEBE_JS_URL", "thebe_selector", "fontawesome.js")
# What only some pages use: words that name it, and the classes of the elements that it serves.
OPTIONAL = {
    "design-tabs.js": "sd-tab-set",
    "sphinx-design": "sd-.*",
    "togglebutton": "toggle|dropdown",
    "toggleHint": "toggle|dropdown",
    "toggleOpenOnPrint": "toggle|dropdown",
}
# Settings of what the theme can do and this book does not: other versions, search while typing.
SETTINGS = ("DOCUMENTATION_OPTIONS.pagename", "DOCUMENTATION_OPTIONS.search_as_you_type")
SUPERFLUOUS = (
    "sphinx-thebe.*",
    "fontawesome.js*",
    "*.js.map",
    "*.css.map",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
)


def text_of(asset: Any) -> str:
    """Name of a script or style, and its body if it is written into the page."""
    body = getattr(asset, "attributes", {}).get("body", "")
    return f"{getattr(asset, 'filename', asset) or ''} {body}"


def wanted(files: list[Any], unused: tuple[str, ...]) -> list[Any]:
    """``files`` without repetitions and without those that mention a word of ``unused``."""
    kept: dict[tuple[str, ...], Any] = {}
    for file in files:
        attributes = getattr(file, "attributes", {})
        key = (text_of(file), *(f"{name}={value}" for name, value in sorted(attributes.items())))
        if not any(word in key[0] for word in unused):
            kept.setdefault(key, file)
    return list(kept.values())


def book_head(html: str) -> str:
    """``html``, the theme's own head, without unused scripts and the choice of theme.

    The book's page template (``templates/layout.html``) chooses the theme itself.
    """
    html = re.sub(r"<script data-cfasync.*?</script>", "", html, flags=re.DOTALL)
    for word in map(re.escape, UNUSED):
        html = re.sub(rf'\s*<script[^>]*\bsrc="[^"]*{word}[^"]*"[^>]*></script>', "", html)
    return html


def clean_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Filter the scripts and styles of one page."""
    elements = doctree.findall(nodes.Element) if doctree is not None else ()
    classes = {name for element in elements for name in element.get("classes", ())}
    idle = [
        word
        for word, served in OPTIONAL.items()
        if not any(re.fullmatch(served, name) for name in classes)
    ]
    unused = (*UNUSED, *SETTINGS, *idle)
    for kind in ("script_files", "css_files"):
        context[kind][:] = wanted(context[kind], unused)
    context["book_head"] = book_head


def finish_static(app: Sphinx, exception: Exception | None) -> None:
    """Write the package's colours as a style sheet, and remove files that no page asks for."""
    if exception is not None or app.builder.format != "html":
        return
    from tying.plotting.palette import palette_css  # not at the top: other builders do without it

    static = Path(app.outdir) / "_static"
    (static / PALETTE).write_text(palette_css(), encoding="utf-8")
    for pattern in SUPERFLUOUS:
        for file in static.rglob(pattern):
            file.unlink()


def add_templates(app: Sphinx, config: Any) -> None:
    """Put the book's page template in front of the theme's."""
    config.templates_path.insert(0, str(Path(__file__).parent / "templates"))


def connect(app: Sphinx) -> None:
    """Clean every page after all other extensions, and tidy the static files at the end."""
    app.connect("config-inited", add_templates)
    app.add_css_file(PALETTE, priority=150)
    app.connect("html-page-context", clean_page, priority=900)
    app.connect("build-finished", finish_static)
