"""Every page of the built book, opened as readers open it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WIDE, NARROW = 1280, 360


def pages(site: Path) -> list[str]:
    """Addresses of all pages within the site; the redirect at its root has a test of its own."""
    found = sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))
    return [page for page in found if page != "index.html" and not page.startswith("_")]


def test_the_root_leads_to_the_first_page(site, served, visit):
    visited = visit(f"{served}/")
    visited.page.wait_for_url(lambda address: address != f"{served}/")
    visited.page.locator("article h1").wait_for()
    assert visited.problems == []


def overflow(page) -> str:
    """What sticks out of the page sideways, or nothing."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            const scroll = document.scrollingElement.scrollWidth;
            if (scroll <= width) return "";
            const out = [...document.querySelectorAll("main *")]
                .filter((e) => e.getBoundingClientRect().right > width + 1)
                .map((e) => e.tagName.toLowerCase() + "." + e.className).slice(0, 4);
            return `${scroll} px wide in ${width} px: ${out.join(", ")}`;
        }"""
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_from_a_server_are_quiet_and_fit(site, served, visit, width, theme):
    problems = []
    for name in pages(site):
        visited = visit(f"{served}/{name}", width=width, theme=theme)
        problems += [f"{name}: {problem}" for problem in visited.problems]
        if too_wide := overflow(visited.page):
            problems.append(f"{name}: {too_wide}")
        shown = visited.page.locator("html").get_attribute("data-theme")
        if shown != theme:
            problems.append(f"{name}: theme {shown}, the reader's system asks for {theme}")
        visited.page.context.close()
    assert problems == []


def test_no_page_asks_for_what_is_not_there(site, serve, visit):
    missed: list[str] = []
    address = serve(site, missed=missed)
    for name in ["", *pages(site)]:
        page = visit(f"{address}/{name}").page
        page.wait_for_load_state("networkidle")
        page.context.close()
    assert missed == []
    page = visit(f"{address}/404.html").page
    page.evaluate("() => fetch('/gone.js')")
    assert missed == ["404: /gone.js"]


def test_pages_from_files_are_quiet(site, visit):
    problems = []
    for name in pages(site):
        if name == "search.html":  # a browser forbids the search to read its index from a file
            continue
        visited = visit((site / name).resolve().as_uri())
        problems += [f"{name}: {problem}" for problem in visited.problems]
        visited.page.context.close()
    assert problems == []


def test_pages_lie_at_the_root_and_nested(site):
    depths = {name.count("/") for name in pages(site)}
    assert {0, 1} <= depths, (
        "root and nested pages must both be there for the tests above to mean much"
    )


def pictured(site: Path, marker: str) -> list[str]:
    """Pages whose source holds ``marker``."""
    return [name for name in pages(site) if marker in (site / name).read_text(encoding="utf-8")]


def test_without_javascript_widgets_are_pictures_and_mathematics_is_typeset(site, served, visit):
    with_widgets = pictured(site, 'class="widget-fallback')
    assert with_widgets, "no page of the book holds a widget"
    for name in with_widgets:
        page = visit(f"{served}/{name}", javascript=False).page
        boxes = page.locator(".widget-fallback")
        for index in range(boxes.count()):
            box = boxes.nth(index)
            box.scroll_into_view_if_needed()
            drawn = box.locator(".widget-static [role=img], .widget-static img")
            assert drawn.first.is_visible(), f"{name}: widget {index} shows no picture"
            assert box.locator("input, button, select, .widget-live").count() == 0
    for name in pictured(site, 'class="katex"'):
        page = visit(f"{served}/{name}", javascript=False).page
        assert page.locator(".katex-html").first.bounding_box()["width"] > 5
        assert page.evaluate("() => 0") == 0
        page.context.close()
    assert pictured(site, 'class="katex"'), "no page of the book holds mathematics"


def test_mathematics_is_set_in_its_own_font(site, served, visit):
    for name in pictured(site, 'class="katex"'):
        page = visit(f"{served}/{name}").page
        loaded = page.evaluate(
            """async () => {
                await document.fonts.ready;
                const loaded = [...document.fonts].filter((font) => font.status === "loaded");
                return loaded.map((font) => font.family);
            }"""
        )
        assert any("KaTeX" in family for family in loaded), f"{name}: {loaded}"
        page.context.close()


def test_live_widgets_take_the_place_of_their_pictures(site, served, visit):
    for name in pictured(site, 'class="widget-fallback'):
        page = visit(f"{served}/{name}").page
        for box in page.locator(".widget-fallback").all():
            assert box.locator(".widget-live > *").count() > 0, f"{name}: a widget drew nothing"
            assert box.locator(".widget-static").is_hidden(), (
                f"{name}: picture and widget both show"
            )


def test_print_shows_pictures_and_no_side_bars(site, served, visit):
    for name in pictured(site, 'class="widget-fallback'):
        page = visit(f"{served}/{name}").page
        page.emulate_media(media="print")
        for box in page.locator(".widget-fallback").all():
            assert box.locator(".widget-static").is_visible(), f"{name}: no picture in print"
            assert box.locator(".widget-live").is_hidden(), f"{name}: controls in print"
        for bar in ("#pst-primary-sidebar", "#pst-secondary-sidebar", ".bd-header-article"):
            assert page.locator(bar).first.is_hidden(), f"{name}: {bar} in print"


PROSE = ".figure-caption, .admonition p, summary, .cell_output .text_html :is(td, th, p, span, b)"
INK_AND_GROUND = """(elements) => {
    const ground = (element) => {
        for (; element; element = element.parentElement) {
            const colour = getComputedStyle(element).backgroundColor;
            if (!/, 0\\)$/.test(colour)) return colour;
        }
        return "rgb(255, 255, 255)";
    };
    const pairs = elements.filter((element) => element.innerText.trim())
        .map((element) => getComputedStyle(element).color + " on " + ground(element));
    return [...new Set(pairs)];
}"""


def luminance(colour: str) -> float:
    """Relative luminance of a colour as Chromium writes it, ``rgb(r, g, b)``, after WCAG 2."""
    channels = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_luminance_of_black_white_and_red():
    assert luminance("rgb(0, 0, 0)") == 0
    assert luminance("rgb(255, 255, 255)") == pytest.approx(1)
    assert luminance("rgb(255, 0, 0)") == pytest.approx(0.2126)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_in_pictures_can_be_read_in_both_themes(site, served, visit, theme):
    for name in pictured(site, 'class="picture"'):
        page = visit(f"{served}/{name}", theme=theme).page
        behind = luminance(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
        fills = page.eval_on_selector_all(
            ".picture text", "texts => [...new Set(texts.map((t) => getComputedStyle(t).fill))]"
        )
        for fill in fills:
            dark, bright = sorted([behind, luminance(fill)])
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, f"{name}: {fill}"
        page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_captions_boxes_and_tables_can_be_read_in_both_themes(site, served, visit, theme):
    seen = 0
    for name in pages(site):
        page = visit(f"{served}/{name}", theme=theme).page
        page.evaluate(
            "() => document.querySelectorAll('article details').forEach((d) => d.open = 1)"
        )
        pairs = page.eval_on_selector_all(f"article :is({PROSE})", INK_AND_GROUND)
        for pair in pairs:
            dark, bright = sorted(luminance(colour) for colour in pair.split(" on "))
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, f"{name}: {pair}"
        seen += len(pairs)
        page.context.close()
    assert seen > 3
