"""The pages of the built book, by their addresses within it."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import BUILT

WIDGET = 'class="widget-fallback'
MATHEMATICS = 'class="katex"'
PICTURE = 'class="picture"'


def pages(site: Path) -> list[str]:
    """All pages; the redirect at the root of the site has a test of its own."""
    names = sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))
    return [name for name in names if name != "index.html" and not name.startswith("_")]


def pages_with(site: Path, marker: str) -> list[str]:
    """Pages whose source holds ``marker``."""
    return [name for name in pages(site) if marker in (site / name).read_text(encoding="utf-8")]


PAGES = pages(BUILT) or ["book/intro.html"]
"""Parameters of tests; without a build, one that fails and says what to do."""

CHAPTERS = [name for name in pages_with(BUILT, WIDGET) if name.startswith("notebooks/")] or PAGES
"""The chapters with widgets."""
