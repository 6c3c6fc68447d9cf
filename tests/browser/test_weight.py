"""What a page transfers from a host that compresses, its own figures aside."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.browser.test_pages import pages
from tools.server import serving

LIMIT = 300_000  # bytes; the theme alone would bring 450 kB of fonts and icons
PICTURE = re.compile(r'<svg\b[^>]*\bclass="picture".*?</svg>', re.DOTALL)


def figures(html: str) -> int:
    """Compressed bytes of the pictures in a page."""
    whole, bare = (gzip.compress(text.encode(), 6) for text in (html, PICTURE.sub("", html)))
    return len(whole) - len(bare)


def test_bytes_of_figures_are_those_of_the_pictures_alone():
    text = "<p>words</p>" * 3
    one = '<svg id="a" class="picture"><path d="M0 1 9 8 7 3 2 6"/></svg>'
    assert figures(text) == 0
    assert figures(text + '<svg class="icon"><path d="M0 1 9 8"/></svg>') == 0
    assert 0 < figures(text + one + text) <= len(one) + 20


def test_no_page_transfers_more_than_its_limit(site, visit):
    weights = {}
    with serving(site, compress=True) as server:
        for name in pages(site):
            server.answers.clear()
            page = visit(f"{server.address}/{name}").page
            page.wait_for_load_state("networkidle")
            sent = sum(answer.sent for answer in server.answers)
            weights[name] = sent - figures((site / name).read_text(encoding="utf-8"))
            page.context.close()
    assert min(weights.values()) > 0
    assert {name: weight for name, weight in weights.items() if weight > LIMIT} == {}


ICONS = "[class*='fa-']:is(i, span):not(.btn__icon-container)"


@pytest.mark.parametrize("name", ["book/intro.html", "search.html"])
def test_icons_are_drawn_from_the_subset(served, visit, name):
    page = visit(f"{served}/{name}").page
    loaded = page.evaluate(
        """async () => { await document.fonts.ready;
            return [...document.fonts].filter((font) => font.status === "loaded")
                .map((font) => font.family); }"""
    )
    assert any("Font Awesome" in family for family in loaded)
    signs = page.eval_on_selector_all(
        ICONS, "icons => icons.map((i) => getComputedStyle(i, '::before').content)"
    )
    assert len(signs) > 4
    assert "none" not in signs
